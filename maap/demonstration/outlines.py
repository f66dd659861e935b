"""What each made-up audit is about: the part of its terms of reference that only it has."""

from dataclasses import dataclass

from maap.demonstration.words import MADE_UP


@dataclass(frozen=True)
class Outline:
    """An audit in outline. ``lines``: question → the questionnaire's questions that serve it. ``groups``: of cases.

    ``better`` lifts the practice of the whole audit. ``settled``: themes that are no area for development any more;
    ``quiet``: themes that nobody names.
    """

    title: str
    themes: tuple[str, ...]
    sub_themes: tuple[str, ...]
    triggers: tuple[str, ...]
    why_now: str
    purpose: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    in_scope: str
    inclusion: str
    cases: int = 0
    agencies: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    audience: str = "children"
    ages: tuple[str, ...] = ("age_1_4", "age_5_9", "age_10_15")
    groups: tuple[str, ...] = ("Child protection", "Child in need", "Early help")
    cohort_source: str = "Children's social care system, closed list of the audited period"
    exclusion: str = "Children who are the subject of a case review or of live court proceedings."
    hypothesis: str = ""
    better: float = 0.0
    settled: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains that its questionnaire grades."""
        of_modules = tuple(module.removeprefix("module_child_").removeprefix("module_") for module in self.modules)
        core = ("welfare_of_child", "other_children", "timeliness", "communication", "engagement")
        return (*core, *of_modules, "overall")


_PRIORITY = "Safeguarding priority of the partnership: help that is early, joined up and led by what the child needs."

CLOSED = Outline(
    title="Neglect",
    themes=("neglect",),
    sub_themes=("use_of_tools", "voice_of_child"),
    triggers=("data", "past_audit"),
    why_now="More children than the year before had a plan for neglect, and the earlier audit asked for a second look.",
    purpose="Do agencies recognise neglect early, and does the child's life become better?",
    lines=(
        ("Is neglect recognised early and called by its name?", ("acted_in_time",)),
        ("Is the child's daily life understood?", ("lived_experience", "child_heard")),
        ("Does help last?", ("risk_reviewed",)),
    ),
    in_scope="Children under ten with a plan or early help for neglect.",
    inclusion="Children under ten with neglect as the main reason for help.",
    cases=8,
    agencies=(
        *("childrens_social_care", "early_help", "schools_colleges", "police"),
        *("acute_hospital", "health_visiting", "gp"),
    ),
    modules=("module_neglect",),
    ages=("age_1_4", "age_5_9"),
    better=-0.15,
    settled=("strategy_discussions", "feedback_on_referrals", "core_groups", "management_oversight", "genograms"),
    quiet=("thresholds", "escalation", "consent", "identity_culture_diversity"),
)

PUBLISHED = Outline(
    title="Child exploitation",
    themes=("child_exploitation", "missing"),
    sub_themes=("contextual_harm", "information_sharing"),
    triggers=("priority", "practitioners"),
    why_now="Practitioners report more children drawn into carrying and selling drugs, at a younger age than before.",
    purpose="Do agencies put the signs together early, and act against those who exploit?",
    lines=(
        ("Are signs put together early?", ("shared_in_time",)),
        ("Is the child seen as a child who is being harmed?", ("child_heard",)),
        ("Are places made safer?", ()),
    ),
    in_scope="Children aged 10 to 17 about whom exploitation was suspected.",
    inclusion="Children discussed at the multi-agency exploitation meeting in the audited period.",
    cases=6,
    agencies=("childrens_social_care", "schools_colleges", "police", "acute_hospital", "camhs"),
    modules=("module_child_exploitation",),
    ages=("age_10_15", "age_16_17"),
    cohort_source="List of the multi-agency exploitation meeting",
    better=0.2,
)

REPORTING = Outline(
    title="Emotional wellbeing and self-harm",
    themes=("child_emotional_wellbeing",),
    sub_themes=("information_sharing", "transition"),
    triggers=("data", "families"),
    why_now="Attendances for self-harm rose for the second year, and young people told us that they wait too long.",
    purpose="Do children who harm themselves get help that fits, in time, from agencies that talk to each other?",
    lines=(
        ("How soon does help begin?", ("acted_in_time", "worked_timeliness", "better_timeliness")),
        (
            "Do agencies know what the others do?",
            ("shared_in_time", "heard_back", "worked_communication", "better_communication"),
        ),
        ("Are families part of the plan?", ("adults_included", "worked_engagement", "better_engagement")),
    ),
    in_scope="Children aged 10 to 17 who came to hospital after harming themselves.",
    inclusion="Children aged 10 to 17 with an attendance for self-harm in the audited period.",
    cases=6,
    agencies=("childrens_social_care", "early_help", "schools_colleges", "acute_hospital", "gp", "camhs"),
    ages=("age_10_15", "age_16_17"),
    cohort_source="Liaison list of the hospital, without identities",
    better=0.15,
)

PANEL = Outline(
    title="Domestic abuse: what it means for the child",
    themes=("domestic_abuse",),
    sub_themes=("fathers_and_other_adults", "siblings"),
    triggers=("review", "priority"),
    why_now="A review asked whether children are seen as victims in their own right, as the law has said since 2021.",
    purpose="Is the child's own experience of domestic abuse understood, and does it shape the help?",
    lines=(
        (
            "Is each child in the home seen and heard?",
            ("child_heard", "others_considered", "worked_other_children", "better_other_children"),
        ),
        (
            "Is the adult who causes harm part of the plan?",
            ("adults_included", "worked_engagement", "better_engagement"),
        ),
        (
            "Does information reach those who need it?",
            ("shared_in_time", "worked_communication", "better_communication"),
        ),
    ),
    in_scope="Children who live with domestic abuse, and every other child of the household.",
    inclusion="Children in households with two or more notified incidents in the audited period.",
    cases=6,
    agencies=(
        *("childrens_social_care", "schools_colleges", "police", "acute_hospital"),
        *("health_visiting", "domestic_abuse_service", "probation"),
    ),
    ages=("under_1", "age_1_4", "age_5_9", "age_10_15"),
    better=0.1,
)

FIELDWORK = Outline(
    title="Neglect in the early years",
    themes=("neglect",),
    sub_themes=("was_not_brought", "use_of_tools", "chronologies"),
    triggers=("past_audit", "data"),
    why_now="The last audit of neglect found that children under five were seen often, and that little changed.",
    purpose="Since the agreed tool came in, is neglect of the youngest children seen sooner and is care better for it?",
    hypothesis="We expect recognition to be better than two years ago, and follow-up of missed health care not yet.",
    lines=(
        ("Is neglect seen early and called by its name?", ("neglect_recognised",)),
        ("Is the agreed tool used, and does it change plans?", ("neglect_tool_used", "neglect_tool_shaped_plan")),
        ("Are missed appointments understood as what they mean for the child?", ("missed_followed_up",)),
        ("Does better care last?", ("neglect_change_lasted",)),
    ),
    in_scope="Children under five, and every other child of the household.",
    inclusion="Children under five with neglect as the main reason for help.",
    cases=12,
    agencies=(
        *("childrens_social_care", "early_help", "early_years", "police", "acute_hospital"),
        *("midwifery", "health_visiting", "gp", "housing", "substance_misuse"),
    ),
    modules=("module_neglect",),
    ages=("under_1", "age_1_4"),
    better=0.3,
)

SAMPLING = Outline(
    title="Self-neglect and hoarding",
    audience="adults",
    themes=("self_neglect_hoarding",),
    sub_themes=("mental_capacity", "making_safeguarding_personal"),
    triggers=("review", "practitioners"),
    why_now="Two reviews found that agencies close the door when an adult says no, and that fire risk is seen late.",
    purpose="Do agencies stay alongside adults who neglect themselves, and share the risk between them?",
    lines=(
        ("Is capacity thought about for the decision in hand?", ("capacity_assessed",)),
        ("Do agencies stay in touch when help is declined?", ()),
        ("Is fire risk shared and acted on?", ()),
    ),
    in_scope="Adults with care and support needs who neglect themselves or hoard.",
    inclusion="Adults with a safeguarding concern about self-neglect in the audited period.",
    exclusion="Adults who are the subject of a safeguarding adults review.",
    cases=8,
    agencies=("adult_social_care", "police", "acute_hospital", "gp", "housing", "substance_misuse"),
    groups=("Concern only", "Enquiry", "Risk management meeting"),
    cohort_source="Adult social care system",
)

AGREED = Outline(
    title="Before birth: assessment and planning",
    themes=("pre_birth",),
    sub_themes=("smart_planning", "fathers_and_other_adults"),
    triggers=("data", "inspection"),
    why_now="Plans before birth are begun later than they were, and a coming inspection looks at unborn children.",
    purpose="When an unborn child may be at risk, is a plan in place in good time, and are both parents part of it?",
    lines=(
        ("Are worries shared early in the pregnancy?", ("acted_in_time", "shared_in_time")),
        ("Are fathers and partners found and included?", ("adults_included",)),
    ),
    in_scope="Unborn children and babies up to three months.",
    inclusion="Unborn children who were referred in the audited period.",
    cases=6,
    agencies=(
        *("childrens_social_care", "police", "midwifery", "health_visiting"),
        *("gp", "substance_misuse", "probation"),
    ),
    ages=("unborn", "under_1"),
)

DRAFT = Outline(
    title="Children missing from home and care",
    themes=("missing",),
    sub_themes=("contextual_harm",),
    triggers=("priority",),
    why_now="Fewer return interviews were accepted this year than last.",
    purpose="When a child comes back, does somebody listen, and does what the child says change anything?",
    lines=(("Is a return interview offered each time, by somebody the child can talk to?", ()),),
    in_scope="Children aged 10 to 17 who went missing from home or from care.",
    inclusion="",
)


def written(outline: Outline) -> dict[str, object]:
    """The fields of the terms that an outline gives."""
    return {
        "themes": list(outline.themes),
        "sub_themes": list(outline.sub_themes),
        "triggers": list(outline.triggers),
        "why_now": outline.why_now,
        "purpose": outline.purpose,
        "hypothesis": outline.hypothesis,
        "lines": [
            {"key": f"line_{number}", "question": question, "questions": list(served)}
            for number, (question, served) in enumerate(outline.lines, start=1)
        ],
        "priority": _PRIORITY,
        "in_scope": outline.in_scope,
        "risks": MADE_UP,
    }
