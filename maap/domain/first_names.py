"""First names that are common in the United Kingdom, to recognise a column of people.

Left out on purpose: names that are also ratings, months, faiths, trees or places in audit lists (Amber, April,
Christian, Rowan, Dudley).
"""

_NAMES = """
aaliyah aaron abbie abdi abdul abdullah abigail adam adele adrian agnes agnieszka ahmed aidan aiden aimee aisha alan
albert alex alexander alexandra alexis alfie alfred ali alice alicia alisha alison allan amanda amara amelia amelie
amina amir amy ana anastasia andrea andreea andrew andrzej angela anita anna annabelle anne annie anthony antoni anya
archie aria ariana arjun arthur asha ashley asif ava ayaan ayesha ayla barbara barry beatrice becky bella ben benjamin
beth bethany betty beverley bilal billy bobby bradley brandon brenda brian bridget bryan caitlin callum cameron carl
carla carol caroline carolyn catherine cerys chantelle charlene charles charlie charlotte chloe chris christina
christine christopher claire clara clare clive colin connor conor courtney craig crystal daisy damian daniel daniela
danielle danny darren dave david dawn dean debbie deborah declan demi denise dennis derek dexter diana diane dominic
donna doris dorothy douglas duncan dylan eddie edith edward edwin eileen elaine eleanor elena eli elias elijah
elisabeth elizabeth ella ellen ellie ellis elsie emilia emily emma eric erin esme ethan eva evan eve evelyn evie ewan
faisal farah fatima fatoumata felix finlay finley fiona frances francesca francis frank frankie fraser fred freddie
frederick freya gabriel gabriela gareth gary gavin gemma geoffrey george georgia georgina gerald gillian glenn gordon
graham greg gregory gurpreet habib hamza hannah harjit harley harpreet harriet harris harrison harry harvey hassan
hayley heather heidi helen henry hollie holly howard hugh hugo humza ian ibrahim ibtisam idris imani imogen imran ioan
iqra irene iris isaac isabel isabella isabelle isla ismail ivy jack jackie jackson jacob jacqueline jade jake jakub
jamal james jamie jane janet janice jaroslaw jasmin jasmine jason jasper jaxon jay jayden jayne jean jeffrey jenna
jennifer jenny jeremy jess jesse jessica jill joan joanna joanne jodie joe joel john johnny jonathan jordan joseph
josephine josh joshua joyce jude judith julia julian julie justin kai kamal karen karl karolina kasia kate katherine
kathleen kathryn katie katy kayla kayleigh keira keith kelly kelsey kenneth kerry kevin khadija khalid kian kieran kim
kimberley kiran kirsty krzysztof kulwinder kyle lacey laila lara laura lauren laurence layla leah leanne lee leila
lena leo leon leonard lesley leslie lewis lexi liam lila lily linda lindsay lisa logan lois lola lorraine louis louisa
louise luca lucas lucia lucy luke luna lydia lynn lynne mackenzie maddison madeleine madison maisie malcolm mandeep
manpreet marcin marcus margaret maria mariam marian marie marilyn mario marion martha martin martyn mary maryam mason
mateusz matilda matthew maureen max maya megan mehmet melanie melissa mia michael michaela michal michelle mila miles
millie milly mitchell mohamed mohammad mohammed moira molly monica morgan muhammad musa mustafa myla nadia naomi
natalia natalie natasha nathan nathaniel neil nevaeh niamh nicholas nicola nicole nigel nikita nina noah noor nora
norman nuala oakley olive oliver olivia ollie omar orla oscar osman otis owen paige pamela parminder patricia patrick
paul paula pauline pawel penelope penny peter phil philip phillip phoebe piotr poppy priya rachael rachel rajesh ralph
ranjit raymond rebecca reece reggie rehan reuben rhiannon rhys richard ricky riley rita robert roberta robin robyn
rodney roger roman ronald ronnie rory rosalind rosie ross roy ruby russell ruth ryan saba sabrina sadia saffron sally
salma sam samantha samina samir samuel sandra sara sarah savannah scarlett scott sean sebastian seren shabana shahid
shane shannon sharon shaun shauna sheila shelley sheryl shirley shona sian sienna simon simone skye sofia sonia sophia
sophie spencer stacey stanley stefan stella stephanie stephen steve steven stewart stuart sue sukhdeep suleiman susan
suzanne sylvia tahir tamara tanya tara tariq taylor teddy terence teresa terry thea theo theodore theresa thomas
tiffany tim timothy tobias toby tom tomas tomasz tommy tony tracey tracy trevor tristan tyler umar usman valerie
vanessa vera veronica victor victoria vikram vincent violet vivian wayne wendy wesley william willow winston xavier
yasmin yusuf yvonne zac zach zachary zahra zain zainab zara zoe zofia zuzanna
"""

FIRST_NAMES = frozenset(_NAMES.split())
