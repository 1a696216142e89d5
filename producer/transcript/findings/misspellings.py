"""Slips of English spelling that are no words of their own, and what was meant. Data only."""

_WORDS = """
abscence absence, accomodate accommodate, accomodation accommodation, acheive achieve, acheived
achieved, accross across, adress address, agressive aggressive, apparant apparent, arguement
argument, assasination assassination, basicly basically, beacuse because, becuase because, begining
beginning, beleive believe, belive believe, buisness business, calender calendar, catagory category,
cemetary cemetery, changable changeable, cheif chief, collegue colleague, comming coming, commitee
committee, completly completely, concious conscious, definately definitely, definitly definitely,
dependant on dependent on, diffrent different, dissapear disappear, dissapoint disappoint, ecstacy
ecstasy, embarass embarrass, enviroment environment, existance existence, familar familiar, finaly
finally, foriegn foreign, freind friend, freinds friends, fourty forty, goverment government, gaurd
guard, happend happened, harrass harass, hieght height, hygeine hygiene, immediatly immediately,
independant independent, intresting interesting, jewelery jewelry, knowlege knowledge, liason
liaison, libary library, lisence licence, maintainance maintenance, millenium millennium,
mischevious mischievous, mispell misspell, neccessary necessary, necessery necessary, nineth ninth,
ninteen nineteen, ninty ninety, noticable noticeable, occassion occasion, occured occurred,
occurence occurrence, occuring occurring, oppurtunity opportunity, paralell parallel, particulary
particularly, peice piece, persue pursue, posession possession, prefered preferred, privelege
privilege, probaly probably, publically publicly, realy really, recieve receive, recieved received,
recomend recommend, refered referred, relevent relevant, religous religious, remeber remember,
repetion repetition, resistence resistance, rythm rhythm, sence sense, seperate separate, seperately
separately, sieze seize, similiar similar, speach speech, strenght strength, succesful successful,
successfull successful, sucess success, supercede supersede, suprise surprise, suprised surprised,
teh the, thier their, tommorow tomorrow, tommorrow tomorrow, tounge tongue, truely truly, turing
point turning point, unforseen unforeseen, untill until, usally usually, wether or not whether or
not, wich which, wierd weird, withing the within the, writting writing, yeild yield
"""


def _halves(entry: str) -> tuple[str, str]:
    words = entry.split()
    middle = len(words) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])


MISSPELLED = dict(_halves(entry) for entry in _WORDS.split(","))
"""Lower case to lower case; as many words on either side."""
