"""Everything else that people of the demonstration write: evidence, difference made, recommendations, reasons."""

MADE_UP = (
    "This is a demonstration. Every child, adult, family, person, answer and figure in it is made up; none of it "
    "describes a real case or the work of a real agency."
)

OPENINGS = ("", "", "", "In this case, ", "Throughout the period, ", "Looking back over the file, ")
"""How a sentence about practice may begin."""

EVIDENCE = (
    "Seen in the visit notes and in the minutes of two core groups.",
    "Recorded in the assessment and again in the review six weeks later.",
    "Three entries in the chronology show this, the last one near the end of the period.",
    "The conversation with the practitioner confirmed what the file shows.",
    "The plan and its two updates were read; the second update says so most clearly.",
    "Found in the record of supervision and in the closing summary.",
    "The referral form and the reply to it are both on file.",
    "Notes of four contacts were read; three of them show this.",
    "The report to the conference describes it in detail.",
    "The minutes do not mention it; a later note does.",
    "Two letters on file, and a telephone note on the following day.",
    "Read in our own record and compared with the shared chronology.",
)

BETTER_NOW = (
    "The child sleeps in an own bed, has breakfast before school and says that home is calmer now.",
    "Attendance rose from poor to steady, and the child has begun to talk about friends.",
    "The home is warm and safe, and the child has put on weight as expected.",
    "The child was told what would happen and why, and said that somebody finally listened.",
    "Contact with both parents is now regular and calm, and the child looks forward to it.",
    "Health care that had been missed is up to date, and toothache no longer keeps the child awake.",
    "The child has one adult to turn to in school and uses that time every week.",
    "Bruises have not been seen again since the safety plan began, and the child plays freely on visits.",
    "The parents notice earlier when things slip, and ask for help before the child goes without.",
    "The child would say that fewer people come and that the ones who come keep their promises.",
)

LITTLE_CHANGE = (
    "It is hard to tell from the file whether life is better for the child; services were offered and attended.",
    "There was some change in the home, but it did not last from one review to the next.",
    "The child is safer at night, while days without food in the house still occur.",
    "The work settled the crisis. What happened before it has not changed yet.",
    "The child was seen often, and yet the file does not say what the child would want to be different.",
    "Help came late in the period, so its effect on the child cannot be seen yet.",
    "Meetings took place and tasks were done; the child's day looks much as it did a year ago.",
    "The child's school notices more energy, and the home has not changed.",
)

RECOMMENDATIONS = (
    ("Add a prompt about the child's daily life to the form for home visits.", "own_agency"),
    ("Send plans and minutes to all members of the core group within five working days.", "several"),
    ("Agree one shared chronology for children with a plan for neglect, and who keeps it.", "partnership"),
    ("Train all practitioners who visit families in the agreed tool for neglect.", "partnership"),
    ("Ask about fathers and partners on every referral form.", "several"),
    ("Let the system remind the team when a new adult is recorded in a household.", "own_agency"),
    ("Tell every referrer within three working days what has been decided.", "own_agency"),
    ("Invite the practice to core groups and accept a short report by secure mail.", "several"),
    ("Replace discharge by letter with a call when a child is not brought.", "own_agency"),
    ("Set a rule on who visits while a family waits for a new worker.", "own_agency"),
    ("Make a one-page family version of the plan, also in easy read.", "partnership"),
    ("Protect time for reflective supervision in every team.", "own_agency"),
    ("Show each brother and sister on the first page of the assessment.", "several"),
    ("Practise the escalation procedure in joint training twice a year.", "partnership"),
)

LOWER = (
    "Each agency did its own part well. Together, the plan moved too slowly for the child.",
    "The panel gave more weight to what the child experienced than to tasks completed.",
    "Reading all returns side by side, the history was known and was not used.",
    "Information was shared, but it did not change the decisions that were made.",
    "The panel found that each agency relied on another to take the lead.",
    "What was offered was sound. It began too late to make the difference that was needed.",
)

HIGHER = (
    "The returns are modest. Together they show well-timed work that made the child safer.",
    "One file held little, and the others show that the work was done and helped.",
    "The panel heard from practitioners what the files do not say, and it strengthens the picture.",
    "Agencies graded single gaps strictly. The response as a whole met the standards.",
)

BETWEEN = (
    "Agencies graded themselves differently. Taken together, the response fits this grade best.",
    "Two agencies saw a gap that the others could not see from their files; the panel weighed both.",
    "The panel agreed after discussion that this grade describes what the child received from all agencies.",
    "Strong work early in the period, slower work later: the panel looked at the whole of it.",
)

NO_OTHER_CHILDREN = "No other children live in the household or often stay there."

DISSENT = (
    "One member would have graded this higher, because the family itself described a clear change.",
    "One member would have graded this lower, because the same gap was found in the audit before.",
)

DECLINED = (
    "The service is changing to a new provider in the weeks of the fieldwork, and its earlier records cannot be read "
    "until the new system is in place. The new provider would like to take part in the next audit."
)

CHANGES_WANTED = (
    "Strengths are well described, thank you. Please say more about what got in the way of sharing information, and "
    "look again at the grade: the words and the grade do not quite fit together yet."
)

CHECKED_BY = ("records officer", "safeguarding administrator", "duty manager", "safeguarding nurse")

NOT_SPOKEN = (
    "The practitioner has left the agency, and the team no longer holds the case.",
    "Leave and sickness in the team during the fieldwork.",
)
