"""Words that tell a place from what only sounds like one. Closed classes of English; no names of places."""

from __future__ import annotations

#: A word after a name that says which kind of region it is, and the level of that kind.
DESIGNATORS = {
    "province": "region", "state": "region", "oblast": "region", "governorate": "region", "region": "region",
    "prefecture": "region", "krai": "region", "emirate": "region", "voivodeship": "region", "canton": "region",
    "county": "district", "parish": "district", "district": "district", "department": "region", "raion": "district",
    "municipality": "district", "borough": "district", "township": "district", "subdistrict": "district",
    "city": "city", "town": "city", "village": "city", "island": "area", "islands": "area", "peninsula": "area",
    "republic": "region", "territory": "region", "metropolis": "city", "division": "region", "shire": "district",
}  # fmt: skip
#: Those that belong to the name when they are capitalised after it.
NAME_DESIGNATORS = frozenset(
    "province oblast governorate prefecture krai voivodeship county parish district region township borough "
    "municipality island islands peninsula republic territory state city".split()
)
#: A word before "of" or before the name itself: "the city of X", "the village X".
CLASS_NOUNS = frozenset(
    "city cities town towns village villages district districts province provinces region regions state states "
    "county counties governorate governorates municipality borough suburb suburbs neighborhood neighbourhood "
    "capital island islands hamlet port settlement enclave country republic community township oblast prefecture "
    "area outskirts".split()
)
#: Those of them that hardly anything else than a place's name follows after "of".
SETTLEMENTS = frozenset(
    "village villages town towns hamlet district districts province provinces governorate municipality suburb "
    "neighborhood neighbourhood settlement county oblast prefecture outskirts".split()
)
#: Those that follow the name itself: "X town".
SETTLEMENTS_AFTER = frozenset(
    "village town hamlet district province governorate municipality suburb neighborhood neighbourhood county "
    "oblast prefecture".split()
)
#: Those that a list of names follows after "of": "the towns of X and Y".
MANY_SETTLEMENTS = frozenset(
    "villages towns cities districts provinces suburbs neighborhoods neighbourhoods settlements municipalities "
    "hamlets counties communities".split()
)
DISTANCES = frozenset("km kms kilometer kilometers kilometre kilometres mile miles".split())
#: Those that do so in "in the area of X" alone.
AREAS = frozenset(("area", "vicinity"))
#: Nouns of nature that make part of a name: "Lake X", "X River".
NATURE_BEFORE = frozenset("lake mount mt cape gulf strait straits bay river lough loch wadi sea isle".split())
NATURE_AFTER = frozenset(
    "river lake sea ocean bay gulf strait creek mountain mountains hills hill valley desert forest peninsula "
    "island islands falls canyon reservoir canal beach basin plateau swamp marsh delta reef glacier pond springs "
    "woods".split()
)
#: Roads: the name before them is the road's, hardly ever the place's.
ROADS = frozenset(
    "street st avenue ave road rd highway hwy expressway freeway motorway boulevard blvd drive dr lane ln way "
    "parkway pkwy turnpike route interstate square plaza bridge junction intersection roundabout crossing circle "
    "court terrace trail pike tunnel alley bypass causeway".split()
)
#: Roads and squares that stand before their name in other languages: "Rue de Rivoli", "Plaza de Mayo".
ROADS_BEFORE = frozenset(
    "rue boulevard avenida calle carrera paseo plaza parque puente via viale piazza corso rua praça praca jalan "
    "camino ulitsa prospekt".split()
)
FAITHS = frozenset(
    "jewish islamic muslim christian catholic orthodox protestant hindu sikh buddhist sunni shiite shia".split()
)
#: What two sides sign or follow; a place before it is where it was signed: "the Oslo Accords".
ACCORDS = frozenset("accord accords agreement agreements protocol statute treaty pact".split())
#: Roads that a number follows: "Highway 19", "Interstate 40".
NUMBERED_ROADS = frozenset("highway hwy route interstate us-route i rte".split())
#: Buildings and grounds: a site of its own, and what stands before them is often the place it is in.
FACILITIES = frozenset(
    "prison jail penitentiary base barracks garrison airport airfield airbase university college school hospital "
    "clinic mosque church cathedral temple synagogue shrine monastery cemetery stadium arena museum palace "
    "embassy consulate hotel inn tower building mall market bazaar station terminal camp checkpoint crossing port "
    "harbor harbour park zoo library theater theatre refinery plant dam factory mine headquarters courthouse zone "
    "gate center centre".split()
)
#: Roads and buildings that may follow in lower case and still make a name: "Velasco prison", "Karimi highway".
LOWER_SITES = frozenset(
    "street avenue road highway expressway freeway motorway boulevard square bridge prison jail airport airfield "
    "airbase barracks mosque cathedral cemetery stadium palace hospital university checkpoint outpost "
    "base crossing".split()
)
#: What such a building may be called in lower case with a word before it: "the X bus station", "X army base".
LOWER_SITE_KINDS = frozenset(
    "army military air naval marine police border bus train railway railroad metro subway power gas oil steel cement "
    "training detention prison shopping vegetable fish cattle".split()
)
#: Those that may then stand for the building.
LOWER_SITES_OF_KIND = LOWER_SITES | frozenset(
    "base station plant post camp crossing outpost center centre mall market refinery depot field garrison "
    "facility terminal".split()
)
#: A capitalised word after a place that names a body sitting there: "X Police", "X City Council".
INSTITUTIONS = frozenset(
    "police city county state town village borough township district department sheriff mayor council councilman "
    "councilwoman councilor board court courts commission commissioner commissioners governor gov government "
    "ministry minister ministers parliament senate senator sen assembly legislature supreme superior circuit "
    "municipal office attorney prosecutor judge clerk coroner authority fire ems emergency public community "
    "regional national international central high middle elementary junior senior school schools university "
    "college hospital medical health airport prison jail correctional library museum cathedral church diocese "
    "archdiocese bishop archbishop chamber historical society house rep representative congressman congresswoman "
    "president prime premier king queen prince princess emperor sultan emir chancellor army navy marines air "
    "military armed forces guard embassy ambassador consulate foreign defense defence interior justice security "
    "intelligence federal republican democratic democrat democrats republicans secretary treasury northern "
    "southern eastern western north south east west metro metropolitan transit water power planning housing "
    "economic development deputy chief detective officer lt sgt capt coach athletics football soccer detention "
    "memorial center centre civic animal humane area valley highway patrol parks recreation tourism".split()
)
#: A capitalised word after a name that makes a company, a newspaper, a treaty or a team of it.
BRANDS = frozenset(
    "post times tribune herald gazette journal globe sun star news daily chronicle observer inquirer bulletin "
    "courier press telegraph mail dispatch examiner sentinel ledger record register republic-news register-guard "
    "today agreement accord accords treaty convention protocol declaration pact conference summit peace process "
    "deal consensus inc inc. corp corp. co co. ltd ltd. llc plc group holdings bank bancorp financial capital "
    "insurance life mutual motors airlines airways air pharmaceuticals petroleum oil gas energy steel foods "
    "industries technologies systems software partners associates records entertainment pictures studios networks "
    "communications telecom exchange stock united rovers hotspur wanderers fc cup league marathon open "
    "championship championships classic derby festival award awards prize syndrome virus disease act bill law "
    "amendment doctrine plan".split()
)
#: A word before a name that makes a person of it.
TITLES = frozenset(
    "mr mrs ms miss dr sir lord lady dame prof professor rev reverend fr father sister brother sheikh sheik imam "
    "ayatollah mullah rabbi pope saint president vice premier chancellor king queen prince princess emperor "
    "sultan sen senator rep representative gov governor mayor judge justice magistrate chief captain capt lt "
    "lieutenant sgt sergeant col colonel gen general maj major cpl corporal pvt private adm admiral cmdr "
    "commander officer detective det deputy sheriff trooper agent coach secretary minister ambassador attorney "
    "commissioner councilman councilwoman congressman congresswoman spokesman spokeswoman spokesperson director "
    "chairman chairwoman ceo editor author actor actress singer coroner superintendent".split()
)
#: Heads before "of X" that make an organization, a right or a work of the whole.
OF_BODIES = frozenset(
    "bank voice council organization organisation front party army union league association federation committee "
    "resistance daughters sons friends children church society institute academy order house congress movement "
    "brigades brigade company journal review history battle treaty declaration statue tower".split()
)
#: Nouns that end a body's name, whatever word opens it: "the Delta Workers' League".
BODIES = frozenset(
    "league union company front committee association federation confederation congress alliance movement "
    "organisation organization party network coalition council syndicate society group guild forum brigade "
    "brigades army foundation".split()
)
#: Heads before "of X" that sit in X or are X.
OF_PLACES = CLASS_NOUNS | frozenset(
    "university department ministry government president king queen prime minister ministers governor mayor "
    "people republic kingdom north south east west northeast northwest southeast southwest outside center centre "
    "heart part parts streets border coast shore shores invasion occupation north-east south-west bishop "
    "archdiocese diocese airport port".split()
)
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern upper lower inner outer downtown uptown mid greater".split()
)
PLACE_PREPOSITIONS = frozenset(
    "in at near from to outside around across through throughout into inside toward towards between within over "
    "via beyond against off along above".split()
)
NEAR = frozenset("near outside beside".split())
SAY = frozenset(
    "said says say told tells added adds asked wrote writes testified explained noted stated replied recalled "
    "believes thinks admitted argued claimed joked who whose wore smiled laughed".split()
)
#: What governments do and cities hardly ever: a capital before one of these stands for its government.
GOVERNMENT_VERBS = frozenset(
    "said says has had will would accused accuses denied denies rejected rejects urged urges warned warns announced "
    "condemned condemns insisted insists demanded demands recognised recognized recalled expelled summoned imposed "
    "agreed refused vowed blamed threatened".split()
)
#: Things that show a person: "posters of X". Photographs show places as often.
LIKENESSES = frozenset(
    "poster posters portrait portraits banner banners effigy effigies statue statues bust busts mural murals "
    "caricature caricatures billboard billboards likeness placard placards".split()
)
#: Lower-case words inside a name.
LINKS = frozenset(
    "of de del la le las los el al the du des da do dos di e i y ye and on upon sur under an ul ol ez as au aux "
    "en".split()
)
#: Words that open the names of many places and seldom are one by themselves: "Abu Shouk", "Wadi Halfa".
NAME_OPENERS = frozenset(
    "abu al ain ayn bab bani beit bin bir bou deir dar ed el en es jabal jebel kafr la las los nahr oued ouled "
    "puerto ras saint santa santo sidi tal tall tel tell um umm villa wad wadi".split()
)
#: Words for bodies of people that a list of their names follows: "two gangs, Los Lobos and Los Tigres".
GROUPS = frozenset("gang gangs cartel cartels militia militias clan clans faction factions".split())
