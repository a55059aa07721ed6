"""Lists of words by what they are: places, public bodies, groups, persons, everyday words.

They tell a company's name from the other words that news writes with a capital. All are in small
letters; a word stands in the list of what it most often is in the news.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS_AND_DAYS = _words(
    """
    apr april aug august dec december feb february fri friday jan january jul july jun june mar
    march may mon monday nov november oct october sat saturday sep sept september sun sunday thu
    thurs thursday tue tues tuesday wed wednesday
    """
)

# Countries, states, regions and large cities, with the adjectives made from them.
PLACES = _words(
    """
    africa african alabama alameda alaska alberta america american americans amsterdam angeles
    antonio area argentina argentine arizona arkansas asia asian athens atlanta auckland austin
    australia australian australians austria austrian aviv baltic baltimore bangkok barcelona
    bay beijing belgian belgium bengaluru berlin birmingham bogota boston brazil brazilian
    brighton brisbane bristol britain british briton britons brooklyn brussels budapest buffalo
    bulgaria bulgarian calgary california californian canada canadian canadians cardiff catalan
    catalonia charlotte chennai chicago chile chilean china chinese clara cleveland cologne
    colombia colombian colorado connecticut copenhagen croatia croatian cruz czech dallas danish
    delaware delhi denmark denver detroit diego dresden dubai dublin dutch east edinburgh
    edmonton egypt england english estonia estonian eu europe european europeans finland finnish
    florida france francisco frankfurt french gaza geneva georgia german germans germany ghana
    glasgow greece greek guangzhou gulf hamburg hampshire hangzhou hawaii helsinki hesse hong
    houston hungarian hungary hyderabad iceland idaho illinois india indian indiana indians
    indonesia indonesian iowa iran iranian iraq ireland irish israel israeli istanbul italian
    italy jakarta janeiro japan japanese jersey jerusalem johannesburg jose kansas kentucky
    kenya kenyan kingdom kolkata kong korea korean las latvia leeds lisbon lithuania lithuanian
    liverpool london los louisiana lyon madrid maine malaysia malaysian manchester manhattan
    maryland mass massachusetts melbourne mexican mexico miami michigan midwest milan milwaukee
    minneapolis minnesota mississippi missouri montana montreal morocco moscow mumbai munich
    nairobi nebraska netherlands nevada new nigeria nigerian nordic north norway norwegian nsw
    oakland ohio oklahoma ontario oregon orlando orleans oslo ottawa pakistan pakistani
    palestinian paris paulo pennsylvania perth peru philadelphia philippine philippines
    pittsburgh poland polish portland portugal portuguese prague quebec queensland republic rio
    riyadh romania romanian rome rotterdam russia russian sacramento san santa sao scandinavia
    scotland scottish seattle seoul serbia serbian shanghai shenzhen silicon singapore slovak
    slovakia slovenia somerville south spain spanish states stockholm sweden swedish swiss
    switzerland sydney são taipei taiwan taiwanese tampa tasmania tbilisi tel tennessee texan
    texas thai thailand tibet tokyo toronto turkey turkish u.k u.s u.s.a uae uganda uighur
    uighurs uk ukraine ukrainian united us usa utah uyghur uyghurs valencia valley vancouver
    vegas vermont victoria vienna vietnam vietnamese virginia wales warsaw washington wellington
    welsh west wisconsin wyoming xinjiang york zaragoza zealand zealanders zurich
    """
)

# A name with one of these words is a public body's: its decisions are no corporate pledges.
PUBLIC_WORDS = _words(
    """
    metro transit
    academy administration agencies agency army assembly attorney authority border borough
    bundestag bureau cabinet city cnil college colleges commission commissioner commissioners
    commons congress constabulary cops council councillors county court courts customs
    department dept district embassy federal garante gov government governor govt hospital house
    immigration judge knesset kremlin lawmakers legislators legislature libraries library lords
    magistrate mayor military minister ministry municipality navy nhs office ombudsman
    parliament pentagon police prefecture president prosecutors regulator regulators school
    schools senate senators sheriff sheriffs supervisors treasury tribunal troopers universities
    university watchdog
    """
)
PUBLIC_NAMES = _words(
    """
    aadhaar aepd afp bart brussels cbp cia congress dhs dmv dod doge doj downing dpc edpb edps
    eeoc europol fbi fcc ftc gao gsa hud ice ico interpol irs lapd mbta meity meps met mps mta
    nist niti nopd nsa nypd oaic opc parliament pdpc rcmp scotus sec senate tfl tsa uidai un
    unesco usps va westminster white whitehall wmata
    """
)

# A name with one of these words is a group's, a union's or a newspaper's.
CIVIC_WORDS = _words(
    """
    activists advocates alliance amnesty association bloc campaign campaigners center centre
    charity chronicle coalition coin committee conservatives daily democrats federation
    foundation freedom gazette greens guardian herald institute journal justice labour liberties
    magazine mail movement network news party post press privacy radio republicans rights
    society stop tank telegraph television think times tribune trust union unions watch wave
    weekly
    """
)
CIVIC_NAMES = _words(
    """
    abc aclu afl-cio afp afscme algorithmwatch ap ars asx axios bbc biometricupdate bloomberg
    buzzfeed cbs choice cnbc cnet cnn democrat economist edri eff engadget epic fight forbes
    fortune gizmodo gmb gop guardian intercept internetfreedom ipvm itv liberty lse mashable
    medianama mijente motherboard naacp nasdaq nbc nclc noyb npr nyse onezero otc pbs politico
    propublica quartz recode republican reuters salon sky slate statewatch teamsters techcrunch
    technica tory unison upi upturn usdaw verge vice vox which wired zdnet
    """
)

# Somebody with such a title, or followed by one, is a person.
TITLES = _words(
    """
    actor analyst attorney author boss ceo chair chairman chairwoman chief co-founder cofounder
    commissioner congressman congresswoman cto dame detective director dr executive founder
    general gov governor guitarist head judge justice king lady lawyer lord manager mayor
    minister mr mrs ms musician officer pope president prince prof professor queen rep
    representative researcher secretary sen senator sheriff singer sir spokesman spokesperson
    spokeswoman
    """
)
FIRST_NAMES = _words(
    """
    adam alan albert alex alexandria alice amanda amy andrew andy angela ann anna anne anthony
    arvind barry ben bernie bill bob brad brenda brian caitlin carl caroline charles chris
    christopher chuck claire clare daniel david deborah dianne donald ed edward elizabeth ella
    ellen elon emily emma eric evan frank fred gary george giorgi glenn grace greg hannah harry
    helen henry hoan ian jack jake james jamie jane janet jason jay jeff jeffrey jennifer jeremy
    jerome jessica jim joe john jon jonathan joseph josh joy julia julian justin karen kashmir
    kate keith ken kent kevin kim larry laura lauren lee linda lisa liz luke margaret maria mark
    martin mary matt matthew meredith michael michelle mike mutale nancy nathan neil nicholas
    nick nicole oliver pat patrick paul peter phil philip rachel ralph ray rebecca richard rick
    rob robert roger ron ruth ryan sam samuel sandra sarah scott sean sharon silkie simon sophie
    stephen steve steven stuart sue sundar susan ted thomas tim timnit tom tony tracy victoria
    walter wayne will william wojciech woody yoshua zoe
    """
)

LEGAL_WORDS = _words(
    """
    act amendment bill constitution directive law ordinance treaty
    """
)
TOPIC_WORDS = _words(
    """
    ai biometric biometrics face faces facial recognition surveillance
    """
)

# Words for companies: "retailer Foodworld", "Foodworld, the supermarket chain".
COMPANY_NOUNS = (
    r"(?:compan(?:y|ies)|firms?|retailers?|discounters?|grocers?|supermarkets?|chains?|giants?|start-?ups?|makers?|manufacturers?|"
    r"vendors?|suppliers?|providers?|operators?|developers?|publishers?|owners?|landlords?|brands?|banks?|lenders?|insurers?|"
    r"airlines?|carriers?|automakers?|carmakers?|stores?|shops?|agenc(?:y|ies)|platforms?|networks?|apps?|clubs?|teams?|festivals?|"
    r"stadiums?|arenas?|casinos?|hotels?|malls?|promoters?|business(?:es)?|corporations?|conglomerates?|group|"
    r"investors?|unit|subsidiary|parent|engine|service|marketplace|league|venue|contractor|co-?operative|franchise)"
)
COMPANY_MARKS = _words(
    """
    ab ag air airlines airways analytics arena bank banking biometrics bros brothers bv capital
    co corp corporation electronics energy enterprises entertainment foods games gmbh group
    holding holdings hotels inc labs limited llc logistics ltd mobile motors networks nv oyj
    partners pharmacies pharmacy pictures plc properties pty pvt realty resorts retail robotics
    sa se security software solutions spa stadium stores studios supermarkets systems
    technologies technology telecom ventures
    """
)

# Names of companies that are everyday words too: they count only where a name must stand.
EVERYDAY_NAMES = _words(
    """
    apple block boots box chime circle clear currys delta dollar ever faces flock gap general
    iceland indeed lens lowes mars match mobile nest next oracle orange palm people rebel ring
    roc shein shell signal snap spring square stripe target tile total vice visa woods zoom
    """
)

# Everyday words that start sentences, or stand in headlines whose every word has a capital.
COMMON_WORDS = (
    # small words
    _words(
        """
        twenty thirty forty fifty sixty seventy eighty ninety hundred
        a about above across after again against ahead all almost along already also although
        always amid among an and another any anyone are around as ask at away back be because
        been before behind being below beneath besides best better between beyond big biggest
        billions both but by can cannot come comes could despite did do does doing don done down
        dozens due during each earlier early eight either eleven else enough even ever every
        everyone everything except few fewer first five following for four from full further get
        gets getting give go goes going good got great had half has have having he her here hers
        him his how however hundreds i if in indeed inside instead into is isn it its itself
        just keep last late later latest least less let lets like likely little long longer look
        made major make makes making many may maybe me meanwhile might millions mine more
        moreover most much must my near nearly never nevertheless new next nine no nobody none
        nor not nothing now of off old on once one only onto or other others otherwise our out
        outside over own per perhaps please put puts quite rather really s same second see seems
        seven several shall she should since six small so some somebody someone something soon
        still such ten than thanks that the their them then there therefore these they thing
        things third this those though thousands three through thus till time to today together
        tomorrow too toward towards twelve two under unless unlike until up upon us use used
        users uses using usually versus very via wait was way we week well were what when where
        whether which while who whole whom whose why will with within without won would year
        years yes yesterday yet you your
        """
    )
    # people and groups
    | _words(
        """
        activist activists adults advocate advocates analyst analysts artists athletes attorneys
        audience authorities authority backers black blacks boss bosses buyers campaigner
        campaigners candidates celebrities children citizens clerks clients communities
        community commuters consumer consumers convicts cop cops council couriers critic critics
        crowd customer customers dealers deepfake deepfakes democrats developer developers
        diners doctors drivers employees employers engineers execs executive executives experts
        families fans farmers father federal feds filers founder founders friends gamers group
        groups guests hackers immigrants industry investors journalists judge judges kids latino
        law lawmaker lawmakers lawsuit lawsuits lawyer lawyers leaders lecturers local locals
        man member members men merchants migrants minorities minority mother mps musicians
        neighbors neighbours officers officials opponents owner owners parents partner partners
        passenger passengers patients patrons people person plaintiffs players policymakers
        politicians protesters protestors public pupils regulator regulators relatives reporters
        representatives republicans researchers residents riders rivals scientists senator
        senators shareholder shareholders shoplifters shopper shoppers singers staff staffers
        student students suspects taxpayers teacher teachers teen teenagers teens tenants thief
        thieves tourists travelers travellers troops union unions user victims viewers visitors
        voters watchdog watchdogs white woman women worker workers youth
        """
    )
    # sorts of company and institution
    | _words(
        """
        agencies agency airline airlines airport airports app apps arena automaker bank banks
        bars brand brands business businesses camera cameras carmaker carmakers casino casinos
        center centers centre centres chain chains church cinema cities city clinic club clubs
        college colleges columnist columnists commentary companies company concert concerts
        contractor convenience councils court courts dealer department departments discounter
        districts festival festivals firm firms giant giants government governments grocer
        grocers grocery gym gyms hospital hospitals hotel hotels insurer investor landlord
        landlords lender library maker makers mall malls manufacturer market marketplace museum
        nonprofit op-ed operator payroll pharmacies pharmacy phone phones platform platforms
        police promoter promoters pub publisher pubs railway restaurants retail retailer
        retailers school schools screening service services shop shops stadium stadiums start-up
        start-ups startup startups store stores supermarket supermarkets supplier suppliers team
        teams theme tribunal universities university vendor vendors venue venues website
        websites
        """
    )
    # things and topics of this news
    | _words(
        """
        access account accounts ad ads age agreement ai alarm alert algorithm algorithms
        american analysis apology appeal article artificial attack attendance audit
        authentication automated backlash ban bans bar barcode bias biased bill billion
        biometric biometrics blog board boarding body border boycott breach breaking broken bug
        building call calls campaign car card case cases cash ceo challenge change changes
        channel chat check checkout checks chief child china civil claim claims class cloud code
        commission commissioner committee complaint complaints computer concern concerns
        conference confidential congress consent contract contracts controversial controversy
        convention count county crackdown crime crisis curb cyber daily damages data database
        day days deal deals death debate decision decisions defense delivery demand denial
        details digital director discrimination document documents door doorbell drug drugstore
        dystopian e-commerce editorial election electronics email emails emotion emotional end
        entry equity ethical ethics ethnic evidence exam exams exclusive expansion explainer
        export exports expose eye eyes face faces facial failure fake false fear fears feature
        features fine fines finger food footage football fraud free future gaming gate gates
        gender general generative global gov governor guide guidelines hardware harm headline
        health hearing help high history home homes hope human id identification identity
        illegal image images incident info information innocent innovation inquiry insider
        intelligence internet interview investigation investigators issue issues job jobs joint
        key kiosk label landmark lawful laws leader league leak legal legislation letter level
        licence license life limit limits line live living log login love machine mass match
        matching matter media meet meeting mega million minister mirror mirrors misuse mobile
        model models money moratorium morning motion move moves movie music name names national
        network news newsletter night note notice number office officer official online open
        operation opinion opposition opt order orders outcry outrage overnight pact pandemic
        panel paper parliament party pay payment payments pension personal petition photo photos
        picture pilot plan plans plate pledge pledges podcast policies policing policy political
        poll popular power president press pressure pricing prime prison privacy private probe
        problem problems product products profile program programme progress project promise
        promises proposal proposed protest protests question questions quick quote race racial
        racism racist raid rating read reader readers reading real real-time reason recognition
        record records reform regime registry regulation regulations report reports research
        response restriction restrictions result results return reversal review revolt right
        rights risk robot rogue roll-out rollout row rule rules ruling safety sale sales scan
        scandal scanner scanners scanning scans scheme science scorecard screen search secret
        sector security self selfie selfies senate sensor settlement shares shelf shopping show
        signs site smart social software source sources speech sport sports spy spying state
        statement states step stock stop story studies study suit summer support surveillance
        suspicion switch system systems tax tech technical technology tenant terms test testing
        tests text theft thermal ticket ticketing tickets tip tips tool tools top tourist
        tracking trade traffic transport travel trial trials trouble troubled truth u-turn unit
        update updated uproar verification video videos view violence virtual vote warning watch
        wave weapons wearable web wider win work workplace world wrong wrongful
        """
    )
    # verbs, as headlines and first words have them
    | _words(
        """
        accepts according accused accusing add adds admits adopts agree agreed agrees aims allow
        allowed allowing allows announce announced announces announcing apologises apologizes
        appeals apply argues asked asking asks axes backs banned banning barred based became
        become becomes began begin begins believe bench benches blocks bow bowing bows break
        breaks bring bringing brings broke builds buy buys called calling cancels cease cites
        claimed clarifies clears closes collects commit commits condemns confirm confirmed
        confirms considers continue continues cut cuts decided decides declines defend defended
        defends defies delays delete deletes deleting demanding demands denied denies destroy
        detail detained disables discover discovers dismisses ditches doubles draws dropped
        dropping drops ended ending ends expand expanding expands explained explore explores
        extends faced facing fails faulty fights finally find finds fined fires followed follows
        forced forces found freezes gave grounds hails halt halted halts hints hit hits hold
        holds hopes hosts identifies ignores imposes installed installs introduced introduces
        investigates joining joins judged keeps kept killing kills knows launch launched
        launches launching leave leaves left lifts loses mark means meets mull mulls needed
        needs nixes offered offering offers opens ordered ousted overturns pass passed passes
        paused pauses pausing pays pick picks pledged pledging praised pressed presses promised
        proposes protect pull pulled pulls push pushes quietly quits raises reached recalls
        refused refuses refusing rejected rejects relaxes relies remain remains removed removes
        removing renews reopens replaces replied reportedly revealed reveals reverses revives
        rips rolls ruled run runs said saying says scraps seeks sees sell selling sells sends
        set sets settle settled settles shelves shown shows shut shuts signed slams softens
        speaks split splits spreads stands started starts stays sticks stopped stopping stops
        sued sues supports suspend suspended suspends swears switches take taken takes taking
        talks tell telling tells temporarily testified thank think thinks threatens tightens
        told took turn turned turning turns unveils urge urged urges urging vetoes violated
        voluntarily voted votes vow vowed vows walks want wanted wants warn warned warns wins
        withdraws won't wrote yanks
        """
    )
)
