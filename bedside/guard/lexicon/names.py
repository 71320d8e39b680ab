"""Given names common in the United States, titles, and words for kin: enough to suspect a name, never to prove one."""

from bedside.guard.lexicon.wording import alternatives


def _words(text: str) -> frozenset[str]:
    """The words of a list kept as running text, so that it stays readable."""
    return frozenset(text.split())


# Names that are hardly ever another English or Spanish word at the place where a name would stand.
GIVEN = _words(
    """
    james robert john michael david william richard joseph thomas christopher charles daniel matthew anthony steven
    andrew paul joshua kenneth kevin brian george timothy ronald jason edward jeffrey ryan jacob nicholas gary eric
    jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick raymond jerry dennis
    tyler aaron jose adam nathan henry zachary douglas peter kyle noah ethan jeremy walter keith roger terry sean
    gerald carl harold dylan arthur lawrence jesse bryan billy bruce gabriel joe logan alan juan albert willie
    elijah wayne randy vincent mason roy ralph bobby russell bradley philip eugene mateo liam oliver lucas leo ezra
    jayden owen caleb isaac luke hudson julian levi wyatt eli lincoln landon connor adrian nolan cooper ian carlos
    luis miguel jesus antonio francisco manuel pedro jorge ricardo fernando eduardo roberto javier raul hector
    sergio andres diego santiago alejandro rafael oscar ruben enrique arturo guillermo aurelio booker reggie amos
    dale leonard darnell harvey clarence ernest stanley clifford leroy bernard herbert lloyd milton vernon melvin
    marvin gilbert floyd cecil lester clyde howard norman glenn leon theodore calvin dwight wendell percy rufus
    otis elmer homer virgil marcus malik jamal tyrone darius terrence deshawn jermaine andre omar ahmed mohammed
    mohamed muhammad ali hassan ibrahim yusuf khalid tariq amir imran bilal abdul wei jun hiroshi kenji minh tuan
    hung duc raj ravi arjun vikram sanjay anil sunil amit rahul vijay rohan ivan sergei dmitri vladimir boris igor
    nikolai stefan lars erik anders sven klaus hans jurgen pierre jacques luca marco giovanni paolo matteo kofi
    kwame chidi emeka tunde sal vinny tony mike dave jim tom tim dan danny matt steve jeff greg ken ron kev kevin
    doug ted ned fred phil stu walt hank gus abe ike moe lou al ed mary patricia jennifer linda elizabeth barbara
    susan jessica karen sarah lisa nancy sandra ashley emily kimberly betty margaret donna michelle carol amanda
    melissa deborah stephanie rebecca sharon laura cynthia dorothy amy kathleen angela shirley emma brenda pamela
    nicole anna samantha katherine christine debra rachel carolyn janet maria olivia catherine helen diane julie
    victoria joyce lauren kelly christina ruth joan virginia judith evelyn hannah andrea megan cheryl jacqueline
    madison teresa abigail sophia martha sara gloria janice kathryn ann isabella judy julia amber denise danielle
    marilyn beverly charlotte natalie theresa diana brittany doris kayla alexis lori marie ava mia amelia harper
    luna camila gianna elena sofia chloe layla nora zoe mila aubrey ellie stella aurora lucia valentina ximena
    mariana marisela guadalupe rosa carmen juana ana lupita consuelo esperanza ofelia graciela beatriz yolanda alma
    dolores pilar ines leticia maribel xiomara yesenia araceli keisha latoya tamika shanice ebony aaliyah imani
    tanisha lakisha monique yvonne yvette eula odessa loretta mabel ethel edna gertrude agnes bernice eunice hattie
    minnie bessie lorraine maxine geraldine norma wilma thelma velma constance eleanor harriet josephine lucille
    mildred myrtle nellie phyllis roberta rosalind sylvia vivian winifred fatima aisha khadija zainab maryam leila
    yasmin noor amina halima hodan fatoumata priya anjali deepa lakshmi sunita kavita meera neha pooja shreya
    ananya mei ling xiu yuki sakura keiko naomi thuy linh mai nguyet soo-jin olga natasha svetlana irina katya
    ingrid astrid greta helga sven bridget siobhan maeve fiona niamh noelle colette simone yetunde adaeze ngozi
    ifeoma leilani malia kalani jaya rhonda tonya tracy stacy tammy wendy gail peggy becky debbie kathy cathy jodie
    jody tori bev barb deb jen jenny jess katie kate liz beth meg maggie sue suzy patty patti peggy annie sally
    molly nell lena nina tina gina dana dena shawna tasha trisha kristy kristen kristin kirsten kelsey lindsey
    courtney chelsea brooke paige taylor morgan sierra jasmine destiny alyssa kaylee hailey addison everett linden
    amari oliver maisie mickey teddy buddy skip tucker travis cody dustin derek trevor garrett janelle danette
    darlene charlene earlene lou-ann louann maryann joann joanne roxanne suzanne dianne lianne tomás lucía josé
    jesús maría andrés sofía inés beatriz raúl héctor óscar ángel rené zoë chloé thérèse renée
    """
)

# Names that are also words, places or months: believed only with a surname, a title, kin or a greeting beside them.
DOUBTFUL = _words(
    """
    grace hope faith will mark may april june rose joy bill pat art drew chase dawn penny iris ivy ruby violet
    summer autumn olive daisy sandy rich frank jack gene ray don christian angel jordan austin dallas savannah
    carolina georgia florence sydney paris brooklyn houston mercy trinity genesis harmony melody holly heather
    ginger pearl opal crystal robin jay lane dean miles earl duke king prince wade grant ward chuck bob rob sunny
    max kit hunter parker carter lee reed cliff clay glen dale gus gail bonnie candy jean june kay lily myra nova
    sky skye wren sage jax jade kelly taylor morgan mason cooper harper logan lincoln madison virginia charlotte
    victoria diego santiago jesus mai ling amber alma pilar dolores rosa luna aurora stella mercedes al ed lou sue
    ali ann buddy skip tucker brooke paige destiny sierra jasmine hudson travis mickey teddy linden everett landon
    carmen leo ana mia nova art ruth patience charity prudence felicity verity constance clemency chance sincere
    """
)

TITLES = _words(
    """
    mr mrs ms miss mx sr sra srta señor señora señorita don doña dr dra drs doctor doctora prof sir madam nurse
    sister brother father rev pastor ceo cfo coo cno manager mayor chief director rn np pa md do
    """
)

KIN = alternatives(r"""
    mom(my|ma)? / mum / mama / mother / ma / dad(dy)? / papa / pop / father / parents? / folks / son
    daughter / kid(do)?s? / child(ren)? / bab(y|ies) / newborn / twins / toddler / infant / boy / girl
    little (one|guy|man|girl|boy|bean|fella|lady) / teen(ager)? / husband / wife / spouse / partner
    fianc[eé]e? / boyfriend / girlfriend / bride / groom / hubby / missus / brother / sister / sibling
    twin / bro / sis / aunt(ie|y)? / uncle / cousin / niece / nephew
    grand(ma|mother|pa|father|dad|son|daughter|child|kids?|children|baby|parents?) / gran(ny|dad)?
    nana / nan / abuel[oa] / t[ií][oa] / mam[aá] / pap[aá] / hij[oa] / espos[oa] / marido / herman[oa]
    niet[oa] / (mother|father|brother|sister|son|daughter)[- ]in[- ]law / in-laws? / stepson
    stepdaughter / stepdad / stepmom / neighbor / neighbour / roommate / friend / buddy / mate / lad
    lass / young (bloke|man|lady|fella|woman) / bloke / loved one / family member / relative / old man
    better half
""")

# Capitalized words that follow a given name without being a surname.
NOT_SURNAMES = _words(
    """
    dr mr mrs ms and the is was has at from on in we our you your i thank thanks please call hospital clinic center
    centre medical health er icu nicu er ed rn np pa md do monday tuesday wednesday thursday friday saturday sunday
    """
)

# Words that begin with a capital letter without being a name.
COMMON = _words(
    """
    thanks thank thx hi hello hey dear the this that our your you we i a an and or but so please sorry glad yes no
    ok oh aw wow ha dr mr mrs ms er ed icu nicu mri ct hospital clinic center health medical care urgent emergency
    department day week month today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december christmas thanksgiving
    easter halloween best signed sincerely regards love god lord facebook google yelp twitter instagram happy
    great good not just here there still very going done trying looking asking new waiting ready really never
    always from in on at with for to is was who what why how when where if it its she he they his her their my me
    us mom dad everyone all each any some mother father son daughter husband wife baby doctor nurse so-so again
    anyone everybody person patient
    gracias hola estimado estimada estimados saludos atentamente fuente nota aviso fecha lugar hora entrada gratis
    lamentamos sentimos agradecemos llame llámenos visite consulte escriba pregunte nuestro nuestra nuestros nuestras
    todos todas cada nadie también usted ustedes si sí no el la los las un una en con para por de del al y o pero que
    organización mundial ministerio secretaría instituto centro centros hospital clínica salud urgencias vacuna vacunas
    enero febrero marzo junio agosto septiembre octubre noviembre diciembre lunes martes miércoles
    jueves viernes sábado navidad pascua español
    """
)

# Words that follow "in" or "from" with a capital letter without being a place below state level.
NOT_PLACES = _words(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    jan feb mar apr jun jul aug sep sept oct nov dec thursday friday saturday sunday christmas medicare medicaid
    congress the our your my icu nicu er ed america english
    spanish god facebook google yelp radiology oncology cardiology pediatrics maternity surgery rehab
    emergency patient health urgent bed room unit floor lot garage billing hr nursing texas ohio maine florida
    california alaska hawaii arizona nevada utah montana iowa kansas oregon washington minnesota wisconsin
    michigan illinois indiana kentucky tennessee georgia alabama mississippi louisiana arkansas missouri oklahoma
    nebraska wyoming colorado idaho vermont massachusetts connecticut delaware maryland virginia pennsylvania
    canada mexico france europe day week spring summer fall winter covid medline
    """
)
