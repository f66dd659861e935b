"""What works well, as auditors of the demonstration found it."""

from maap.demonstration.findings import HEALTH, SETTINGS, Finding, Findings
from maap.demonstration.subjects import STRENGTHS_IN_SUBJECTS

STRENGTHS: Findings = {
    "welfare_of_child": (
        Finding(
            "The child's wishes and feelings were recorded in the child's own words at each visit, and the plan changed"
            " because of them.",
            "voice_of_child",
        ),
        Finding(
            "Direct work with play materials, matched to the child's age, helped the child to say what a day at home"
            " is like.",
            "voice_of_child",
        ),
        Finding(
            "The assessment weighed history, strengths and worries together and reached a clear view of risk.",
            "assessment_quality",
        ),
        Finding(
            "A safety plan was agreed with the family and tested within days, which lowered the risk quickly.",
            "risk_assessment",
        ),
        Finding(
            "The record shows how the child seemed and who was in the home, so a newcomer could picture the child's"
            " day.",
            "record_keeping",
        ),
        Finding(
            "Reflective supervision asked each time what the child would say, and this kept the child at the centre of"
            " the work.",
            "supervision",
        ),
        Finding(
            "The child's additional needs were understood as needs, and never as an explanation for signs of harm.",
            "disability_send",
        ),
        Finding(
            "The plan said in plain words what had to be different for the child, and each review began with that.",
            "smart_planning",
        ),
        Finding(
            "After the injury was seen, the child had a medical on the same day and every agency knew its result.",
            "risk_assessment",
            ("acute_hospital", "childrens_social_care"),
        ),
        Finding(
            "Growth, teeth and immunisations were followed up together with the family until all of it was up to date.",
            "impact_and_outcomes",
            HEALTH,
        ),
        Finding(
            "At each incident officers saw and spoke to the child, and body-worn video was used to describe the home.",
            "voice_of_child",
            ("police",),
        ),
        Finding(
            "Small changes in the child's appearance and mood were written down and read together every week.",
            "professional_curiosity",
            SETTINGS,
        ),
    ),
    "other_children": (
        Finding(
            "All children of the household were listed with age and relationship, and each was seen in the first two"
            " visits.",
            "siblings",
        ),
        Finding(
            "A genogram was drawn early and used in meetings, so half-siblings who live elsewhere were not forgotten.",
            "genograms",
        ),
        Finding(
            "The needs of the baby and of the older children were assessed separately, and the plan says what changes"
            " for each.",
            "siblings",
        ),
        Finding(
            "When one child was hurt, the safety of the others was thought through on the same day.", "risk_assessment"
        ),
        Finding(
            "Siblings were spoken to apart from each other, and their different views of home life are in the record.",
            "voice_of_child",
        ),
        Finding("Children who stay at weekends were included in the safety plan.", "siblings"),
        Finding(
            "School and nursery compared what they saw of brothers and sisters, which showed a pattern that one"
            " setting alone could not see.",
            "information_sharing",
        ),
        Finding(
            "Checks covered every child registered at the household, and missed reviews of siblings were rebooked.",
            "was_not_brought",
            HEALTH,
        ),
        Finding(
            "The notice of each incident listed every child in the home, seen or not seen.",
            "quality_of_referrals",
            ("police",),
        ),
    ),
    "timeliness": (
        Finding(
            "The strategy discussion was held on the day of the referral with health present, and visits followed"
            " within hours.",
            "strategy_discussions",
        ),
        Finding(
            "Visits kept to the agreed rhythm throughout the period, and each missed one was made good within the"
            " week.",
            "timeliness",
        ),
        Finding(
            "The decision at the front door was made within one working day, and its reason is recorded.", "front_door"
        ),
        Finding(
            "When three months brought no change, the plan was stepped up without waiting for the next review.",
            "drift_and_delay",
        ),
        Finding(
            "The assessment was finished ahead of its date, because checks with other agencies ran beside the visits.",
            "assessment_quality",
        ),
        Finding(
            "A weekly tracking meeting made delay visible, and actions that slipped were given a new owner.",
            "management_oversight",
        ),
        Finding(
            "Support began while the assessment was still running, so the family did not wait for help.", "early_help"
        ),
        Finding("The work ended only after eight weeks of steady change had been seen.", "step_down_and_re_referral"),
        Finding("The referral went in on the same shift as the incident.", "timeliness", ("police", "acute_hospital")),
        Finding(
            "Early booking and a planned handover meant that help was in place before the birth.",
            "pre_birth",
            ("midwifery", "health_visiting"),
        ),
    ),
    "communication": (
        Finding(
            "Information from all agencies was brought together in one chronology that every meeting used.",
            "chronologies",
        ),
        Finding(
            "Minutes and plan reached all members of the core group within five working days.",
            "sharing_plans_and_minutes",
        ),
        Finding(
            "The referral said clearly what was seen, what it meant for the child and what was asked for.",
            "quality_of_referrals",
        ),
        Finding("The referrer heard within a day what had been decided and why.", "feedback_on_referrals"),
        Finding(
            "Disagreement about the level of need was raised through the escalation procedure and settled in a week.",
            "escalation",
        ),
        Finding(
            "A shared contact sheet let practitioners reach each other quickly when plans changed.",
            "information_sharing",
        ),
        Finding("Consent was explained, recorded and looked at again when the work changed.", "consent"),
        Finding("Core groups were held with every agency present or its report sent.", "core_groups"),
        Finding(
            "Worries were spoken about openly between health and social care, and both records say the same.",
            "information_sharing",
        ),
        Finding(
            "The practice's safeguarding meeting linked the records of parents and child, and a report went to the"
            " conference.",
            "primary_care",
            ("gp",),
        ),
        Finding(
            "Our officers told the planning meeting which repairs mattered for the child, and they were brought"
            " forward.",
            "information_sharing",
            ("housing",),
        ),
    ),
    "engagement": (
        Finding(
            "The father, who lives elsewhere, was found, visited and included in the plan.",
            "fathers_and_other_adults",
        ),
        Finding(
            "Parents said in the review that they had been treated with respect and knew what had to change.",
            "engagement_with_parents",
        ),
        Finding(
            "Practitioners noticed that agreement was only on the surface, and named it kindly and clearly.",
            "engagement_with_parents",
        ),
        Finding(
            "The grandmother's part in keeping the child safe was understood and written into the plan.",
            "fathers_and_other_adults",
        ),
        Finding(
            "An interpreter was booked for every visit, and the plan was given in the family's own language.",
            "identity_culture_diversity",
        ),
        Finding(
            "When appointments were missed, the service rang, offered home visits and thought about what it meant for"
            " the child.",
            "was_not_brought",
        ),
        Finding(
            "The family was offered one lead practitioner whom they trusted, and contact became steady.",
            "engagement_with_parents",
        ),
        Finding(
            "A partner who was new to the household was asked about and checked within days.", "professional_curiosity"
        ),
        Finding(
            "The mother's own health needs were met by the right service, and the child's needs stayed in view.",
            "parents_needs_overshadowing",
        ),
        Finding(
            "Meetings were offered at times that fitted the family's work, so both parents could take part.",
            "engagement_with_parents",
        ),
    ),
    **STRENGTHS_IN_SUBJECTS,
}
