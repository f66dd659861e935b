"""What auditors found about the subject of an audit itself: neglect, and child exploitation."""

from maap.demonstration.findings import Finding, Findings

STRENGTHS_IN_SUBJECTS: Findings = {
    "neglect": (
        Finding("Neglect was called neglect from the first assessment, and poverty was told apart from it.", "neglect"),
        Finding(
            "The Graded Care Profile was completed with the parents and repeated after three months; the second one"
            " shows warmer care.",
            "use_of_tools",
        ),
        Finding("Home conditions were described in the same way at each visit, so change could be seen.", "neglect"),
        Finding("Help with heating and furniture came first, which built trust for harder conversations.", "neglect"),
        Finding("The pattern of missed health care was read over two years, and not as single events.", "neglect"),
        Finding("Food, sleep and hygiene were asked about in every contact and recorded plainly.", "neglect"),
        Finding(
            "Parents could say what good enough care looks like for their child, and what would happen if it slipped.",
            "neglect",
        ),
    ),
    "exploitation": (
        Finding(
            "Small pieces of information from several agencies were put together within a week and named as"
            " exploitation.",
            "child_exploitation",
        ),
        Finding(
            "Return interviews took place within 72 hours, and what the child said changed the safety plan.", "missing"
        ),
        Finding(
            "Records speak of a child who is being harmed, and language that blames was challenged.",
            "child_exploitation",
        ),
        Finding(
            "Disruption was planned together: places were visited, and those who exploit were warned.",
            "contextual_harm",
        ),
        Finding("The screening tool was used at the first sign and looked at again every month.", "use_of_tools"),
        Finding("One trusted adult stayed with the child throughout, also after a move.", "child_exploitation"),
    ),
}

AREAS_IN_SUBJECTS: Findings = {
    "neglect": (
        Finding("Neglect was described in parts by each agency and never spoken of as a whole.", "neglect"),
        Finding("The Graded Care Profile was not used, since few practitioners are trained in it.", "use_of_tools"),
        Finding("Each incident was answered well, but the pattern over two years was not seen.", "neglect"),
        Finding(
            "Dental decay was noted by two services and acted on by neither; each believed the other had it in hand.",
            "neglect",
        ),
        Finding("Improvement before each review and decline after it was not recognised as a pattern.", "neglect"),
        Finding("Home conditions are described in words that mean different things to different teams.", "neglect"),
        Finding("Poverty and neglect were not told apart, so help with money came late.", "neglect"),
        Finding("Step-down followed two good visits; whether change had lasted was not checked.", "neglect"),
    ),
    "exploitation": (
        Finding(
            "Information about new friends and new belongings lay in four systems and was put together late.",
            "child_exploitation",
        ),
        Finding(
            "Return interviews were offered and often not taken up; nobody asked the child who would be easier to talk"
            " to.",
            "missing",
        ),
        Finding(
            "Some records say that the child made choices, which hides the harm that others did.",
            "child_exploitation",
        ),
        Finding("The safety plan looked at the home, while the harm happened in places outside it.", "contextual_harm"),
        Finding("The screening tool was filled in once and not looked at again after new information.", "use_of_tools"),
        Finding(
            "Time away from school made the child harder to reach, and the part-time timetable was not reviewed.",
            "school_attendance",
        ),
    ),
}
