"""Lists of words by what they are: places, public bodies, groups, persons, everyday words.

They tell a company's name from the other words that news writes with a capital. All are in small
letters; a word stands in the list of what it most often is in the news.
"""

from __future__ import annotations

# fmt: off
MONTHS_AND_DAYS = frozenset(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday "
    "sunday mon tue tues wed thu thurs fri sat sun".split()
)

# Countries, states, regions and large cities, with the adjectives made from them.
PLACES = frozenset(
    "africa african america american americans argentina argentine asia asian australia australian "
    "australians austria austrian belgian belgium brazil brazilian britain british briton britons bulgaria "
    "bulgarian canada canadian canadians chile chilean china chinese colombia colombian croatia croatian czech denmark "
    "danish dutch egypt england english estonia estonian eu europe european europeans finland finnish france french "
    "german germans germany ghana greece greek hungarian hungary iceland india indian indians indonesia indonesian "
    "iran iranian iraq ireland irish israel israeli italian italy japan japanese kenya kenyan korea korean latvia "
    "lithuania lithuanian malaysia malaysian mexican mexico morocco netherlands nigeria nigerian norway norwegian "
    "pakistan pakistani palestinian peru philippines philippine poland polish portugal portuguese romania romanian russia "
    "russian scotland scottish serbia serbian singapore slovak slovakia slovenia spain spanish sweden swedish "
    "swiss switzerland taiwan taiwanese thai thailand turkey turkish uae uganda uk ukraine ukrainian us usa u.s u.k u.s.a vietnam "
    "vietnamese wales welsh zealand zealanders alabama alaska arizona arkansas california californian colorado connecticut "
    "delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine "
    "maryland massachusetts mass michigan minnesota mississippi missouri montana nebraska nevada "
    "hampshire jersey ohio oklahoma oregon pennsylvania tennessee texas texan utah vermont "
    "virginia washington wisconsin wyoming ontario quebec alberta queensland nsw victoria tasmania "
    "atlanta austin baltimore boston brooklyn buffalo charlotte chicago cleveland dallas denver "
    "detroit houston manhattan miami milwaukee minneapolis oakland orlando philadelphia pittsburgh "
    "portland sacramento seattle somerville tampa vegas alameda amsterdam athens auckland bangkok "
    "barcelona beijing bengaluru berlin birmingham bogota brighton brisbane bristol brussels "
    "budapest calgary cardiff chennai copenhagen cologne delhi dresden dubai dublin edinburgh "
    "edmonton frankfurt geneva glasgow guangzhou hamburg hangzhou helsinki hesse hyderabad istanbul jakarta jerusalem johannesburg "
    "kolkata leeds lisbon liverpool london lyon madrid manchester melbourne milan montreal moscow "
    "mumbai munich nairobi oslo ottawa paris perth prague riyadh rome rotterdam seoul shanghai "
    "shenzhen stockholm sydney taipei tbilisi tokyo toronto vancouver vienna warsaw wellington xinjiang "
    "zurich tel aviv hong kong las los angeles san francisco diego jose antonio francisco york orleans "
    "rio janeiro sao são paulo santa clara cruz new south north west east bay area silicon valley "
    "britons kingdom republic united states gulf nordic scandinavia baltic catalan catalonia zaragoza valencia "
    "kong uighur uighurs uyghur uyghurs xinjiang tibet gaza ukrainian midwest".split()
)

# A name with one of these words is a public body's: its decisions are no corporate pledges.
PUBLIC_WORDS = frozenset(
    "police constabulary sheriff sheriffs cops troopers city county council councillors parliament senate congress "
    "house legislature assembly court courts tribunal judge magistrate ministry minister "
    "department dept agency agencies bureau commission commissioner commissioners authority office government govt governor gov mayor "
    "president university universities college colleges school schools district academy army navy "
    "military pentagon treasury cabinet administration federal municipality prefecture borough "
    "supervisors lawmakers senators legislators regulator regulators ombudsman watchdog cnil garante embassy "
    "customs immigration border prosecutors attorney kremlin lords commons knesset bundestag "
    "library libraries hospital nhs".split()
)
PUBLIC_NAMES = frozenset(
    "fbi cia nsa dhs cbp tsa ice irs gsa doj dod doge nypd lapd nopd rcmp afp ftc fcc sec gao nist "
    "dmv eeoc met oaic ico opc edpb edps aepd dpc pdpc meity niti aadhaar uidai un unesco interpol europol "
    "mps meps scotus hud va usps white downing whitehall westminster brussels congress "
    "senate parliament mbta wmata mta bart tfl".split()
)

# A name with one of these words is a group's, a union's or a newspaper's.
CIVIC_WORDS = frozenset(
    "coalition union unions association foundation rights liberties campaign campaigners amnesty "
    "alliance institute federation movement watch privacy justice freedom activists "
    "advocates charity trust party democrats republicans labour conservatives greens committee "
    "society network centre center think tank news times post journal herald gazette tribune "
    "guardian magazine chronicle telegraph mail daily weekly radio television press "
    "bloc stop coin wave".split()
)
CIVIC_NAMES = frozenset(
    "aclu eff epic nclc naacp liberty choice which unison usdaw gmb afscme afl-cio teamsters noyb "
    "fight edri algorithmwatch upturn medianama internetfreedom reuters bloomberg ap afp upi bbc cnn cnbc cbs "
    "nbc abc npr pbs politico axios buzzfeed motherboard vice wired verge techcrunch gizmodo engadget mashable zdnet "
    "cnet recode vox forbes fortune quartz intercept propublica onezero guardian economist sky itv "
    "ars technica slate salon biometricupdate ipvm statewatch mijente liberty "
    "democrat republican gop tory nasdaq nyse asx lse otc".split()
)

# Somebody with such a title, or followed by one, is a person.
TITLES = frozenset(
    "sen senator rep representative congressman congresswoman mr mrs ms dr sir dame lord lady "
    "judge justice prof professor president minister secretary commissioner mayor governor gov "
    "chief executive ceo cto founder co-founder cofounder chairman chairwoman chair director manager lawyer attorney "
    "spokesman spokeswoman spokesperson analyst researcher author singer actor musician guitarist "
    "officer sheriff detective king queen prince pope general officer head boss".split()
)
FIRST_NAMES = frozenset(
    "adam alan albert alex alexandria alice amanda amy andrew andy angela ann anna anne anthony arvind barry ben bernie "
    "bill bob brad brenda brian caitlin carl caroline charles chris christopher chuck clare claire daniel david deborah "
    "dianne donald ed edward elizabeth ella ellen elon emily emma eric evan frank fred gary george "
    "giorgi glenn grace greg hannah harry helen henry hoan ian jack jake james jamie jane janet jason jay jeff jeffrey jennifer "
    "jeremy jerome jessica jim joe john jon jonathan joseph josh joy julia julian justin karen kashmir kate keith ken kent "
    "kevin kim larry laura lauren lee linda lisa liz luke margaret maria mark martin mary matt matthew "
    "meredith michael michelle mike mutale nancy nathan neil nicholas nick nicole oliver pat patrick paul peter phil philip "
    "rachel ralph ray rebecca richard rick rob robert roger ron ruth ryan sam samuel sandra sarah scott sean "
    "sharon silkie simon sophie stephen steve steven stuart sue sundar susan ted thomas tim timnit tom tony tracy "
    "victoria walter wayne will william wojciech woody yoshua zoe".split()
)

LEGAL_WORDS = frozenset("act bill law ordinance amendment directive treaty constitution".split())
TOPIC_WORDS = frozenset("face facial faces recognition ai biometric biometrics surveillance".split())

# Words for companies: "retailer Foodworld", "Foodworld, the supermarket chain".
COMPANY_NOUNS = (
    r"(?:compan(?:y|ies)|firms?|retailers?|discounters?|grocers?|supermarkets?|chains?|giants?|start-?ups?|makers?|manufacturers?|"
    r"vendors?|suppliers?|providers?|operators?|developers?|publishers?|owners?|landlords?|brands?|banks?|lenders?|insurers?|"
    r"airlines?|carriers?|automakers?|carmakers?|stores?|shops?|agenc(?:y|ies)|platforms?|networks?|apps?|clubs?|teams?|festivals?|"
    r"stadiums?|arenas?|casinos?|hotels?|malls?|promoters?|business(?:es)?|corporations?|conglomerates?|group|"
    r"investors?|unit|subsidiary|parent|engine|service|marketplace|league|venue|contractor|co-?operative|franchise)"
)
COMPANY_MARKS = frozenset(
    "inc corp corporation co ltd limited plc llc gmbh ag sa se nv bv spa ab oyj pty pvt group "
    "holdings holding technologies technology systems software labs solutions networks stores supermarkets retail bank banking airlines airways air "
    "hotels resorts arena stadium motors electronics pharmacies pharmacy foods entertainment enterprises ventures partners capital "
    "robotics biometrics analytics security energy logistics telecom mobile games studios "
    "pictures properties realty brothers bros".split()
)

# Names of companies that are everyday words too: they count only where a name must stand.
EVERYDAY_NAMES = frozenset(
    "block box chime circle clear delta dollar ever faces flock gap general indeed lens lowes mobile next nest "
    "orange oracle palm people rebel ring roc shell signal snap spring square stripe target tile total vice "
    "visa woods match apple zoom mars iceland boots shein currys".split()
)

# Everyday words that start sentences, or stand in headlines whose every word has a capital.
COMMON_WORDS = frozenset(
    # small words
    "a about above across after again against ahead all almost along already also although always amid among an and "
    "another any anyone are around as ask at away back be because been before behind being below beneath besides best better "
    "between beyond big biggest both but by can cannot come comes could despite did do does doing done don down due "
    "during each earlier early either else enough even ever every everyone everything except few fewer "
    "first five following for four from full further get gets getting give go goes going good got great had half has have having "
    "he her here hers him his how however i if in indeed inside instead into is isn it its itself just keep last late "
    "later latest least less let lets like likely little long longer look made major make makes making "
    "many may maybe me meanwhile might mine more moreover most much must my near nearly never nevertheless new next nine no nobody "
    "none nor not nothing now of off old on once one only onto or other others otherwise our out outside "
    "over own per perhaps please put puts quite rather really s same second see seems seven several shall she should "
    "since six small so some somebody someone something soon still such ten than thanks that the their them "
    "then there therefore these they thing things third this those though thousands three through thus till time to today together "
    "tomorrow too toward towards two under unless unlike until up upon us use used users uses using usually versus very via wait was "
    "way we week well were what when where whether which while who whole whom whose why will with within without won would "
    "year years yes yesterday yet you your hundreds dozens millions billions twelve eleven eight "
    # people and groups
    "activist activists adults advocate advocates artists athletes attorneys audience authorities authority backers "
    "black blacks bosses boss buyers campaigner campaigners candidates celebrities children citizens clerks clients commuters communities community "
    "consumer consumers convicts council couriers cop cops critic critics crowd customer customers dealers democrats developer developers "
    "diners doctors drivers employees employers engineers execs executive executives experts families fans farmers father federal feds "
    "filers founder founders friends gamers group groups guests hackers immigrants industry investors journalists judge judges "
    "kids latino law lawmaker lawmakers lawyer lawyers leaders lawsuit lawsuits local locals man men member members men "
    "merchants migrants minorities minority mother mps musicians neighbors neighbours officers officials opponents owners owner "
    "parents partner partners passenger passengers patients patrons people person players plaintiffs policymakers politicians protesters "
    "protestors public pupils regulator regulators relatives reporters representatives republicans researchers residents riders rivals "
    "scientists senators senator shareholder shareholders shoplifters shopper shoppers singers staff staffers student students "
    "suspects taxpayers teacher teachers teen teenagers teens tenants thief thieves tourists travelers travellers troops union unions user "
    "victims viewers visitors voters watchdog watchdogs white woman women worker workers youth "
    # sorts of company and institution
    "agencies agency airline airlines airport airports app apps arena bank banks bars brand brands business businesses "
    "camera cameras carmaker casino casinos center centre centers centres chain chains church cinema cities city clinic club clubs college "
    "colleges companies company concert concerts contractor convenience cop council councils courts court dealer department departments districts firm firms "
    "festival festivals giant giants government governments grocer grocers grocery gym gyms hospitals hospital hotel hotels insurer investor "
    "landlord lender library maker makers mall malls manufacturer market marketplace merchants museum nonprofit "
    "operator payroll pharmacies pharmacy phone phones platform platforms police pub pubs publisher railway restaurants retail retailer retailers "
    "school schools screening service services shop shops stadium stadiums startup startups start-up start-ups store stores supermarket "
    "supermarkets supplier suppliers team teams theme tribunal universities university vendor vendors venue venues website websites "
    "columnist columnists commentary op-ed discounter landlords promoter promoters owner insurer lender automaker carmakers "
    # things and topics of this news
    "access account accounts ad ads age agreement ai alarm alert algorithm algorithms american analysis apology appeal article artificial "
    "attack attendance audit authentication automated backlash ban bans bar barcode bias biased billion biometric biometrics bill "
    "blog board boarding body border boycott breach breaking broken bug building "
    "call calls campaign car card case cases cash ceo challenge change changes channel chat checkout checks check chief child china civil "
    "claim claims class cloud code commission commissioner committee complaint complaints computer concern concerns confidential "
    "congress consent contract contracts controversial controversy conference convention count county crackdown crime crisis curb "
    "cyber daily damages data database day days deal deals death debate decision decisions defense delivery demand denial despite details digital "
    "director discrimination document documents door doorbell dozens drug drugstore dystopian e-commerce editorial election electronics email emails emotion "
    "emotional end entry equity ethics ethical ethnic evidence exam exams exclusive expansion explainer export exports expose eye eyes "
    "face faces facial failure fake false fear fears feature features finger fine fines food football footage fraud free future gaming "
    "gate gates gender general generative global gov governor guide guidelines hardware harm headline health hearing help high history home homes hope "
    "human id identification identity illegal image images incident info information innocent innovation inquiry insider intelligence internet "
    "interview investigation investigators issue issues job jobs joint key kiosk label landmark latest laws lawful leader league leak "
    "legal legislation letter level license licence life limits limit line live living log login love machine mass match matching matter "
    "media meet meeting mega million minister mirror mirrors misuse mobile model models money moratorium morning motion move movie moves music name names national network "
    "news newsletter night note notice number office officer official officials online open operation opinion opt opposition order orders outcry outrage "
    "overnight pact pandemic panel paper parliament party pay payment payments pension personal petition photo photos picture pilot plan plans "
    "plate platform please pledge pledges podcast policing policies policy political poll popular power president press pressure pricing prime prison "
    "privacy private probe problem problems product products profile program programme progress project promise promises proposal proposed protest protests "
    "question questions quick quote race racial racism racist raid rating read reader readers reading real real-time reason record recognition "
    "record records reform regime registry regulation regulations report reports research response restriction restrictions result results return reversal review revolt "
    "right rights risk robot rogue rollout roll-out row rule rules ruling safety sale sales scan scandal scanner scanners scanning scans scheme "
    "science scorecard screen search secret sector security self selfie selfies senate sensor settlement shares shelf shopping "
    "show signs site smart social software source sources speech sport sports spy spying state states statement "
    "step stock stop story student studies study suit summer support surveillance suspicion switch system systems tax tech "
    "technical technology tenant terms test testing tests text theft thermal ticket ticketing tickets tip tips tool tools "
    "top tourist tracking trade traffic transport travel trial trials troubled trouble truth u-turn unit update updated uproar "
    "verification video videos view violence virtual vote warning watch wave wearable web weapons wider win work workplace world wrong wrongful "
    # verbs, as headlines and first words have them
    "accepts accused accusing according add adds admits adopts agree agreed agrees aims allow allowed allowing allows announce announced announces announcing apologises "
    "apologizes appeals apply argues asked asking asks backs banned banning bars barred based became become becomes begins begin began believe bench benches blocks bow bows bowing "
    "break breaks bring bringing brings broke builds buy buys call called calling cancels cease changes cites claims claimed clarifies clears closes collects commit commits condemns confirm confirms "
    "confirmed considers continue continues cut cuts decided decides declines defend defended defends defies delays delete deletes deleting demanding demands denied denies destroy detail detained dismisses discover discovers "
    "disables ditches does doubles draws dropped dropping drops ended ending ends expand expands expanding explained explore explores extends faced faces facing "
    "fails faulty fined finds find fights fires followed follows forces forced found freezes gave grounds halt halts halted hails hints hit hits hold "
    "holds hopes hosts identifies ignores imposes installed installs introduced introduces investigates joins joining judged keeps kept killing kills "
    "knows launch launched launches launching leaves leave left lifts loses makes mark means meets mull mulls needs needed offers offered offering "
    "opens ordered ousted overturns pass passes passed paused pauses pausing pay pays pick picks plans pledged pledging praised presses press pressed promised promises proposes protect "
    "pull pulled pulls pushes push quietly quits raises reached recalls refused refuses refusing rejects rejected relaxes relies remain remains removed removing removes renews "
    "reopens replied replaces reveals revealed reverses revives rips rolls ruled rules run runs said saying says scraps seeks sees sell selling sells sends set sets settle settled settles "
    "shelves shown shows shuts shut signed signs slams softens speaks split splits spreads stands started starts stays sticks stopped stopping stops sued sues "
    "supports suspend suspended suspends swears switches take takes taken taking talks tell tells telling testified thank think thinks threatens tightens "
    "told took turn turned turning turns unveils urge urged urges urging vetoes violated vow vowed vows voted votes walks want wanted wants warn warned warns wins "
    "withdraws won't wrote yanks quietly temporarily voluntarily finally reportedly again nixes axes".split()
)
# fmt: on
