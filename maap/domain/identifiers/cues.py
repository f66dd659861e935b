"""The words beside a name that give it away."""

from maap.domain.identifiers.mark import listed

OFFICER, DOCTOR, ADULT = "the police officer", "the doctor", "the adult"

TITLES: dict[str, str] = {
    **dict.fromkeys(("mr", "mrs", "ms", "miss", "mx", "sir", "madam", "lady"), ADULT),
    **dict.fromkeys(("dr", "doctor"), DOCTOR),
    **dict.fromkeys(("pc", "wpc", "dc", "ds", "di", "dci", "pcso", "sgt", "sergeant", "constable"), OFFICER),
    **dict.fromkeys(("prof", "professor", "rev", "reverend", "fr", "imam", "cllr", "councillor"), ADULT),
    **dict.fromkeys(("sw", "asw", "assw"), "the social worker"),
    "hv": "the health visitor",
    "ta": "the teaching assistant",
    "fsw": "the family support worker",
    "iro": "the reviewing officer",
}
"""What is written before a name with a capital, and the role that replaces both."""

SMALL_TITLES = frozenset({"mr", "mrs", "miss", "dr", "pc", "dc", "sgt"})
"""Titles that are recognised without a capital too."""

KIN = listed(
    "mother mum mom mummy father dad daddy parent parents brother brothers sister sisters sibling siblings son sons "
    "daughter daughters child children boy girl baby twin twins cousin aunt auntie uncle nan nanny nana gran grandma "
    "grandmother grandad granddad grandfather grandparent grandparents nephew niece partner ex-partner boyfriend "
    "girlfriend husband wife stepfather stepdad stepmother stepmum stepbrother stepsister half-brother half-sister "
    "friend friends neighbour carer carers guardian foster godmother godfather lad teenager adult male female man "
    "woman toddler infant newborn perpetrator suspect subject family ex bf gf mgm mgf pgm pgf lodger landlord"
)
"""Who people are to one another."""

HEADINGS = listed("child children family adult foster personal parent parents carer carers male female")
"""Of those, the ones that the names of boards and papers begin with."""

ROLES = listed(
    "worker officer visitor nurse midwife teacher headteacher head tutor manager gp consultant paediatrician "
    "psychologist psychiatrist therapist counsellor mentor coordinator co-ordinator practitioner advocate solicitor "
    "advisor adviser supervisor auditor chair sergeant inspector detective receptionist keyworker assistant dsl lado "
    "idva isva senco dentist surgeon judge personal probation"
)
"""What people do."""

NAMING = listed("named called nicknamed aka surnamed")
"""Words after which a name comes."""

NAMING_PAIRS = frozenset({("name", "is"), ("name", "was"), ("known", "as"), ("names", "are"), ("names", "were")})

SAID = listed(
    "said says told tells disclosed discloses asked asks wants wanted wishes wished feels felt cried lives lived "
    "stated explained alleged confided shouted texted whispered described answered replied admitted denied"
)
"""What only a person does, or nearly so."""

DOES = SAID | listed(
    "was is has had attended attends reported reports became remains remained moved went came appeared appears shared "
    "spoke speaks refused made needs needed likes loves loved left ran did does stayed presented presents looked "
    "started continued continues responded engaged engages thought thinks knew would could and who whose lost "
    "returned received took takes gets got slept arrived seemed seems struggles struggled enjoys enjoyed hit hurt "
    "witnessed agreed visited contacted phoned rang called raised completed noticed saw identifies identified"
)
"""What a person does, and sometimes a thing."""

BEFORE_SMALL = listed(
    "to with by from about for that when saw told asked visited met and if because how whether did seen heard "
    "between see contacted phoned rang hit left"
)
"""Words that stand before a person's name, also one typed in small letters."""

SPOKEN = listed("spoke spoken speaking talked talking listened said")
"""Before “to” or “with”: what is done with people."""

MET = listed("told asked saw visited met interviewed observed")
"""What is done to people."""

MONTHS = listed("april may june july august")
"""Months that are names."""

BEFORE_MONTH = listed(
    "in since until during by of before after from early late mid last next this to between each every on for and or"
)

ARTICLES = listed("the a an this that these those each every any some no our your its")

HOUSEHOLD = listed("family household children siblings brothers sisters twins boys girls home")

PARTICLES = listed("de del da di van von der den al el ul ur bin bint ibn la le")

SURNAMES_TOO = listed("hall park ward lane law day way church street house temple grove lodge")
"""Of the words after a place, those that are also surnames: “Rebecca Hall said”."""

PLACES_AFTER = listed(
    "house street road avenue lane close drive court park hospital centre center clinic surgery ward trust foundation "
    "law act project model scale tool programme scheme hub unit guidelines competence competent college school academy "
    "nursery primary secondary syndrome protocol method approach test index inquiry review crescent way grove terrace "
    "gardens square estate library mosque church temple gurdwara hotel hostel hall lodge medical practice pharmacy "
    "methodology checklist questionnaire framework disease borough council university festival day week month "
    "housing homes charity association society services service league cup"
)
"""Words that turn the name before them into a place, a service or a tool."""

ONLY_CAPITAL = listed("act day week month services service practice medical homes way hall way review unit")
"""Of those, the ones that only count with a capital letter."""
