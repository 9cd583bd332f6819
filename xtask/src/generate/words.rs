//! The generator's vocabulary. `{slot}` is filled from the story, `[a|b]` by chance.

pub(super) const GIVEN: &[&str] = &[
    "Adela", "Amir", "Anouk", "Basil", "Beata", "Carlo", "Celia", "Dario", "Daria", "Edvin", "Elif", "Esme",
    "Farah", "Felix", "Gita", "Goran", "Hanna", "Hugo", "Ilse", "Imran", "Ines", "Jonas", "Jelena", "Kamal",
    "Kirsten", "Leon", "Lucia", "Magnus", "Mina", "Nadia", "Niall", "Olga", "Omar", "Paula", "Petar",
    "Rafael", "Rania", "Samir", "Selma", "Tariq", "Tessa", "Ulla", "Viktor", "Wanda", "Yara", "Yusuf",
    "Zofia", "Zoran",
];

// Names are put together from parts: a hundred thousand articles tell some twenty thousand stories, and
// a town or a minister that half a dozen of them had in common would make them one.

pub(super) const FAMILY_STARTS: &[&str] = &[
    "Abel", "Aks", "Amad", "Barl", "Beris", "Bond", "Cald", "Castell", "Drag", "Duart", "Ekstr", "Fairl",
    "Fark", "Gall", "Griev", "Hadd", "Horv", "Ibs", "Iqb", "Jansk", "Kapl", "Kim", "Kov", "Lindgr", "Loz",
    "Manc", "Mor", "Nov", "Ort", "Pavl", "Per", "Quist", "Rah", "Ross", "Sand", "Sor", "Tan", "Trem", "Ulr",
    "Vanc", "Ves", "Wick", "Yilm", "Zell",
];

pub(super) const FAMILY_MIDDLES: &[&str] =
    &["a", "an", "ar", "e", "en", "er", "i", "il", "o", "om", "or", "u"];

pub(super) const FAMILY_ENDS: &[&str] = &[
    "beck", "bert", "dale", "ez", "ić", "ini", "kin", "ley", "lund", "man", "mann", "nov", "oglu", "quist",
    "rath", "ski", "son", "tani", "wood", "zade",
];

pub(super) const TOWN_STARTS: &[&str] = &[
    "Al", "Bar", "Bel", "Cor", "Dal", "Dun", "El", "Fen", "Gar", "Hal", "Ist", "Jar", "Kel", "Lor", "Mar",
    "Nor", "Ost", "Pel", "Ros", "Sar", "Tal", "Ur", "Ver", "Wes", "Yar", "Zel",
];

pub(super) const TOWN_MIDDLES: &[&str] = &["a", "e", "en", "i", "im", "o", "or", "u", "un", "av"];

/// After the middle of most towns.
pub(super) const TOWN_SECONDS: &[&str] = &[
    "bar", "cal", "dan", "fel", "gor", "hil", "kas", "lan", "men", "nes", "pan", "ral", "sen", "tor", "vel",
    "wan",
];

pub(super) const TOWN_ENDS: &[&str] = &[
    "bridge", "burg", "by", "combe", "dale", "don", "ford", "grad", "gate", "ham", "haven", "holm", "mere",
    "mouth", "nik", "port", "stad", "stead", "stow", "ton", "vik", "ville", "wick", "worth",
];

pub(super) const COUNTRY_STARTS: &[&str] = &[
    "Avel", "Bestr", "Calv", "Dovr", "Estm", "Falk", "Grav", "Helv", "Istr", "Jut", "Kelm", "Lorn", "Mard",
    "Nev", "Ors", "Pel", "Quess", "Ruv", "Sund", "Terv",
];

pub(super) const COUNTRY_ENDS: &[&str] =
    &["ania", "avia", "any", "aria", "esia", "ia", "mark", "onia", "ora", "stan"];

pub(super) const STREET_ENDS: &[&str] =
    &["Avenue", "Hill", "Lane", "Quay", "Road", "Row", "Square", "Street", "Way", "Yard"];

pub(super) const COMPANY_ENDS: &[&str] = &[
    "and Sons",
    "Building",
    "Chemicals",
    "Energy",
    "Estates",
    "Freight",
    "Gas",
    "Holdings",
    "Hotels",
    "Rail",
    "Shipping",
    "Works",
];

pub(super) const AGENCIES: &[&str] = &["AP", "Reuters", "AFP", "dpa"];

pub(super) const PAPERS: &[&str] = &[
    "The Meridian",
    "Evening Ledger",
    "The Coast Herald",
    "Daily Compass",
    "The Valley Record",
    "Northgate News",
    "The Free Examiner",
    "City Messenger",
    "The Sunday Review",
    "Lantern Daily",
    "The Border Times",
    "Harbour Chronicle",
    "The Plain Dealer of Estmark",
    "Morning Bulletin",
    "The Upland Post",
    "Civic Journal",
];

pub(super) const OFFICES: &[&str] = &[
    "the mayor of {town}",
    "the interior minister",
    "a spokeswoman for the fire brigade",
    "the regional governor",
    "the head of the district hospital",
    "the chief of police in {town}",
    "a spokesman for the Red Cross",
    "the transport minister",
    "the leader of the opposition",
    "the director of the civil protection agency",
    "the chair of the dockers' union",
    "the state prosecutor",
];

pub(super) const WITNESSES: &[&str] = &[
    "a baker",
    "a bus driver",
    "a retired teacher",
    "a student",
    "a nurse",
    "a shopkeeper",
    "an electrician",
    "a farmer",
    "a taxi driver",
    "a caretaker",
    "a fisherman",
    "a postwoman",
];

/// What happened: noun, verb phrase for the lead, what the dead did, cause.
pub(super) const KINDS: &[(&str, &str, &str, &str)] = &[
    ("explosion", "an explosion tore through a chemical plant", "working in the plant", "a leaking valve"),
    ("flood", "a river burst its banks", "asleep in their homes", "a dam gate that did not close"),
    (
        "derailment",
        "a passenger train left the rails",
        "travelling in the first two carriages",
        "a broken rail",
    ),
    ("fire", "fire swept through a hotel", "staying on the upper floors", "faulty wiring in a kitchen"),
    ("shelling", "shells fell on a market", "shopping for the holiday", "a quarrel over a crossing point"),
    (
        "landslide",
        "a hillside gave way",
        "living at the foot of the hill",
        "three days of rain on bare slopes",
    ),
    ("sinking", "a ferry went down", "below deck", "a cargo that had not been lashed"),
    ("collapse", "a block of flats fell down", "at home in the block", "walls taken out for a car park"),
    (
        "bombing",
        "a bomb went off outside a courthouse",
        "waiting for the doors to open",
        "a feud between two gangs",
    ),
    (
        "earthquake",
        "an earthquake shook the province",
        "inside older brick houses",
        "a fault long thought to be quiet",
    ),
    (
        "avalanche",
        "an avalanche buried a row of chalets",
        "asleep when the snow came",
        "warm wind on a week of fresh snow",
    ),
    (
        "crash",
        "a coach ran off a mountain road",
        "on their way to a wedding",
        "brakes that had been mended with wire",
    ),
    (
        "stampede",
        "a crowd was crushed at the gates of a stadium",
        "queuing for the last tickets",
        "a gate that was opened too late",
    ),
    (
        "poisoning",
        "bad spirits were sold at a fair",
        "drinking at one of three stalls",
        "methanol bought as cleaning fluid",
    ),
    (
        "storm",
        "a storm took the roofs off a street of houses",
        "sheltering in a sports hall",
        "a warning that was sent to the wrong district",
    ),
    (
        "mine accident",
        "firedamp went off in a coal mine",
        "working the night shift at the deepest seam",
        "a fan that had stood still since noon",
    ),
    (
        "plane crash",
        "a cargo plane came down short of the runway",
        "living under the flight path",
        "ice on the wings",
    ),
    (
        "shooting",
        "gunmen opened fire on a bus",
        "going home from the late shift",
        "a quarrel over who may tax the road",
    ),
    (
        "eruption",
        "a volcano that had slept for a century woke",
        "gathering ash for their fields",
        "magma that nobody had measured for years",
    ),
    (
        "capsizing",
        "a pilgrims' boat turned over",
        "standing on the upper deck",
        "twice as many on board as the boat was built for",
    ),
];

/// First paragraphs.
pub(super) const LEADS: &[&str] = &[
    "{Qualified} {killed} people were killed [on {weekday}|{weekday} {part}] when {happened} in {town}, in the {side} of {country}, [officials|the authorities|rescue workers] said.",
    "[Rescuers|Emergency crews|Volunteers] in {country} were [searching|digging] for survivors on {weekday} after {happened} in {town}, killing {qualified} {killed} people and [injuring|wounding] {wounded}.",
    "The number of people killed when {happened} in {town} has [risen|climbed] to {killed}, {office0} [said|announced] [late|early] on {weekday}.",
    "It was [shortly before|a little after] {clock} on {weekday} when {happened} in {town}. By nightfall {killed} people were [known to be dead|counted among the dead].",
    "[Grief turned to anger|There was mourning] in {town} on {weekday}, a day after {happened} and [cost|took] the lives of {qualified} {killed} people.",
];

/// Paragraphs about figures.
pub(super) const FIGURES: &[&str] = &[
    "{name0}, {office0}, put the number of the [injured|wounded] at {wounded}, of whom {critical} were in a critical condition.",
    "[More than|About|Some] {displaced} people have [had to leave their homes|been moved to schools and sports halls], according to {name1}, {office1}.",
    "Of the {killed} dead, {children} were children, {name2} said. [Most|Many] of the others had been {doing}.",
    "[Damage is put at|The damage may come to|Insurers speak of] {cost} million euros, [a sum|an amount] that the town, with {inhabitants} inhabitants, can't raise alone.",
    "Hospitals in {town} and {town2} [took in|treated] {wounded} people in the first {hours} hours; {discharged} have been sent home.",
    "[An earlier count|A first report] had spoken of [no more than|fewer than] {fewer} dead. {Office1} said the lists had since been compared name by name.",
    "[Up to|As many as] {missing} people were [still missing|not accounted for] on {weekday2}, [down from|after] {missing2} the day before.",
];

/// What people say; the story fixes which are its own.
pub(super) const SAYINGS: &[&str] = &[
    "We heard it before we saw it, and when we saw it there was nobody left to warn on {street}",
    "Nobody from the ministry has come here since {year}, and I do not think that anybody will come now",
    "I have worked in {town} for {years} years and I have never had to write so many names on one page",
    "What we need tonight is blankets for {displaced} people, and what we get is a press conference",
    "This was not fate, and it was not the weather; somebody signed a paper and somebody else did not read it",
    "The {number} of us who got out by {street} will have to live for the ones who went the other way",
    "There will be an inquiry, it will be public, and it will begin before the end of {month}",
    "My brother called me at {clock} and said that everything was quiet, and then the line went dead",
    "We asked for {number} pumps and were given {fewer} sandbags and a letter of thanks",
    "If it had happened an hour later the school on {street} would have been full",
    "I can tell you what we know, and I will not tell you what we only suppose about {cause}",
    "They promised us in {year} that it could not happen a second time in this valley",
    "Every one of the {killed} had a name, a street and somebody who is waiting in {town2} this evening",
    "You don't leave a house after {years} years with one bag unless you have heard that sound",
    "Our people have slept {hours} hours in three days, and not one of them has asked to be relieved",
    "The money that was meant for {street} went to a stadium, and that is all I have to say",
    "I am asking {country} for patience, and I know that patience is not what you need from me",
    "It took eleven minutes to lose what {town} had taken {years} years to build",
    "We will rebuild, but we will not rebuild it in the same place or in the same way",
    "There are {children} desks in my classroom that nobody will sit at in {month}",
];

/// How a saying is brought in.
pub(super) const SAID: &[&str] = &[
    "“{saying},” said {name}, {office}.",
    "“{saying},” {name}, {office}, [told reporters|told a news conference|said on {weekday2}].",
    "{Name}, {office}, said: “{saying}.”",
    "[Asked about it|Asked what comes next|Asked by reporters], {name} said: “{saying}.”",
    "“{saying},” {family} said [by telephone|in front of the town hall|on local radio].",
    "According to {name}, {office}, [it need not have come to this|much is still unclear]. “{saying},” {family} added.",
];

/// Paragraphs of circumstance, each with numbers and names that differ from story to story.
pub(super) const CIRCUMSTANCES: &[&str] = &[
    "[Investigators|Experts|Engineers] [are looking at|suspect|have not ruled out] {cause}. [A report|First findings] [can be expected|should be ready] in {month}.",
    "The road from {town} to {town2}, {km} kilometres [long|of it through the hills], was closed [until {weekday2}|for {hours} hours], and trains [turned back|ended their journey] at {street}.",
    "[Schools stayed shut|There were no lessons] on {weekday2}. In {town2} people stood in line to give blood; by {clock} the hospital had {number} [units|bottles] and asked others to come back later.",
    "The last [disaster|accident] of the kind in {country} was in {year}, when {old} people died near {town3}. [A law was made and|Rules were made and] never [put into force|paid for], {family1} has said.",
    "{company}, which [owns|runs] the site, said in a statement that it had [passed every inspection|been inspected {number} times since {year}] and was [working with the police|ready to help the families].",
    "Parliament is to [debate|discuss] the {kind} on {weekday2}. {Name3}, {office3}, has [called for|demanded] a committee with the power to summon ministers.",
    "A bank account for the families had [received|taken in] {fund},000 euros by the evening. [A football club|A choir|A brewery] from {town3} gave {fewer},000 of it.",
    "[Rain|Fog|Snow] [hampered|slowed] the search, and at {clock} the crews were [called back|told to wait] for {hours2} hours because the ground had begun to move.",
    "{witness}, {witnessjob} who lives on {street}, had gone out for [milk|cigarettes|the newspaper] and [came back|returned] to find the house gone. The dog was sitting in the road.",
    "The army sent {number} [engineers|soldiers] and {fewer} lorries from its barracks at {town3}. They brought lamps, a field kitchen and, as one of them put it, no instructions.",
    "[Flags were lowered|Shops closed early] across the province. {country} has declared {days} days of mourning from {weekday2}.",
    "In a square [behind|beside] the station people had [written|pinned up] names on bed sheets. Under {number} of them somebody had added, in red, the word found.",
    "[Telephone lines|The power supply] in the [lower|old] town went down at {clock} and [came back|worked again] only on {weekday2}, [which made it hard|so that it was hard] to say who was where.",
    "The prosecutor in {town2} has opened a file. [Two|Three|Four] people, among them a manager of {company}, were questioned for {hours2} hours and [let go|released] without charge.",
    "{town} grew around a [sugar works|shipyard|mill] in the 1890s and has been [losing people|getting smaller] ever since: it had {inhabitants2} inhabitants in {year} and has {inhabitants} now.",
    "[Neighbouring countries|Two neighbouring states] offered dogs, doctors and a mobile bridge. {Office1} [accepted|took up] the offer of the dogs within {hours2} hours.",
    "[Hotels|Boarding houses] in {town2} opened their rooms [free of charge|to anyone who asked]. One of them, on {street}, had {number} guests in {fewer} rooms and [breakfast for twice as many|a queue for the bath].",
    "[At the airport of|On the quay in] {town3}, {number} tonnes of [tents|drinking water|medicines] were [unloaded|waiting for lorries]. [Customs men|Officials] asked for a form, a driver said, and then [for another|for the same form again].",
    "The bishop of {town2} had the bells [rung|tolled] at {clock}. [No service has been announced|A service is to be held on {weekday2}], but [the doors stayed open|people came and sat] all night.",
    "[Prices|Rents] in {town} had [doubled|fallen by half] since {year}, and [cheap rooms|empty houses] near {street} had [drawn|filled with] [seasonal workers|students|families from the hills], many of whom were on no list.",
    "[Divers|Dog handlers|Firemen] from {town3}, {km} kilometres away, were [on the spot|at work] within {hours2} hours; those from the capital [needed a day|took until {weekday2}] because of a [strike|closed bridge].",
    "[The weather service|An institute in {town2}] had [sent out a warning|raised the alarm] {hours} hours before. It was [read|received] in {fewer} offices, and [answered|acted on] in none.",
    "[In the evening|After dark] {number} [men and women|volunteers] formed a chain along {street} and [passed buckets|handed stones] from hand to hand until [a siren called for silence|the lamps went out].",
    "Shares in {company} [fell|lost] {fewer} per cent [on {weekday2}|in early trading]. A [buyer|rival] from {country} had offered to take over the firm as lately as {month}; [nothing more has been heard of it|the talks have been put off].",
];

/// Paragraphs that a local paper adds to agency copy.
pub(super) const LOCAL: &[&str] = &[
    "In our own area {number} families have relatives in {town}. A collection will be held at {street} on {weekday2}, and {witness}, {witnessjob} who comes from there, will speak.",
    "Readers who wish to help can leave blankets and tins at the office of this newspaper until {clock} on {weekday2}; {number} parcels had been brought in by yesterday evening.",
    "{witness}, {witnessjob} who moved here from {town2} in {year}, said the news had kept the whole street awake.",
];

pub(super) const WEEKDAYS: &[&str] =
    &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

pub(super) const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
