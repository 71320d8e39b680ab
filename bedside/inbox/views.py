from django.http import HttpResponse

from bedside.organizations.access import Request, needs


@needs("inbox.read")
def listing(request: Request, **kwargs: int) -> HttpResponse:
    return HttpResponse("")


conversation = check = reply = assign = acknowledge = close = reopen = note = listing
reveal = moderate = try_again = check_now = listing
