"""Grievances as data: what the rule asks, by when, and where it says so. Federal conditions of participation only.

42 CFR 482.13(a)(2) is commonly cited as 64 FR 36088 (1999). The seven days are not in the rule: they stand in CMS's
interpretive guidelines (State Operations Manual, Appendix A, tag A-0122) as a usual frame. Neither text was at hand
when this page was written: dates and days are UNCONFIRMED, and every grievance's date can be changed. Whoever keeps
this page true looks at both and moves `LOOKED_AT`. No legal advice.
"""

from datetime import date

#: UNCONFIRMED.
IN_FORCE_SINCE = date(1999, 8, 2)
LOOKED_AT = date(2026, 11, 21)

RULE = "42 CFR 482.13(a)(2)"
GUIDELINES = "CMS State Operations Manual, Appendix A, A-0122"
#: Calendar days within which most grievances are answered, as the guidelines are commonly read. UNCONFIRMED.
ANSWER_DAYS = 7
IS_CONFIRMED = False

#: What the written notice of the decision holds (42 CFR 482.13(a)(2)(iii)).
NOTICE = (
    ("contact", "the name of the hospital's contact person"),
    ("steps", "the steps taken on behalf of the patient to investigate the grievance"),
    ("results", "the results of the grievance process"),
    ("completed", "the date of completion"),
)

GUIDANCE = (
    "A complaint in writing is always a grievance, by CMS's guidelines: a letter, a mail, a message to the hospital.",
    "So is a spoken one that staff present could not settle at once, and any about abuse, neglect or harm, or about "
    "the hospital's duties under the conditions of participation.",
    "A public post by somebody whom nobody can identify may be none; say why, and offer a way to complain in private.",
)
