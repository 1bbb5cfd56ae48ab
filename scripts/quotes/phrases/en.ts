import type { SetPhrases } from './index.ts';

/** The small number behind a label: Tier 1, Phase 3. */
const small = '(?:[1-9]|1\\d)';
const year = '(?:19|20)\\d\\d';
const cardinal = 'two|three|four|five|six|seven|eight|nine|ten';

/** Names and set phrases of English that hold a number and state none. */
export const en: SetPhrases = {
  names: [
    // Periods: Q3, Q3 2025, Q3'25, 3Q25, FY2025, 2025 H1.
    `(?:Q[1-4]|H[12])(?:[\\s-]*(?:FY\\s?)?${year}|['’-]?\\d\\d)?[AEF]?(?:\\s?[-–/]\\s?(?:Q[1-4]|H[12]))?`,
    `(?:${year}[\\s-]?)(?:Q[1-4]|H[12])`,
    `(?:[1-4]Q|[12]H|9M)\\s?['’]?(?:${year}|\\d\\d)[AEF]?|[1-4]Q|[12]H`,
    `(?:FY|CY|GJ)\\s?['’]?(?:${year}|\\d\\d)(?:[-–/]\\d\\d)?[AEF]?`,
    `©\\s?${year}`,
    `(?:Agenda|Vision|Horizon|Expo|Euro|World Cup|Project|Davos)\\s${year}`,
    // A capital letter and up to three digits is a name: A16, H100, M2. X is a multiple, P and T stand for money.
    '[A-OQ-SU-WYZ]\\d{1,3}(?:[A-Z]\\d?)?',
    // Squares and cubes of a unit of length: km², g/cm³.
    '(?:[kcdm]?m|mi|ft|yd|in)[²³]',
    // Digits and one letter.
    '[2-6]G|[2348]D|[48]K|2FA|3PL|4IR|5S|3Rs|5Cs|4Ps|7-Eleven|3-D|23andMe|37signals|1Password|8chan|20VC|500 Startups|99designs',
    'A16Z|a16z|B2B2C|[BCDGP]2[BCDGPE]|O2O|V2[XGH]|E2E|N2N|R2-D2|Y2K|W3C|K-12|P[2-4]|T[1-3]|L[1-9]|i18n|l10n|a11y|k8s|K8s|e2e|m[pP][34]|MP[34]|H2O|CO2e?|CO₂e?|SO2|NO2|NOx|CH4|N2O|PM2\\.5|PM10|O2|H2',
    'Web\\s?[1-3](?:\\.0)?|(?:Industry|Society|Logistics|Work|Education)\\s[1-5]\\.0|HTML5|CSS3|ES6|IPv[46]|UTF-(?:8|16|32)|HTTP/[1-3]|OAuth\\s?2(?:\\.0)?|SHA-?(?:1|256|512)|MD5|AES-?(?:128|256)|Base64|x86|x64|ARM64|USB\\s?[234](?:\\.\\d)?|Wi-?Fi\\s?[4-7]E?|S3|EC2|GA4|MI6|MI5|PDF/A-\\d',
    '[vV]\\d{1,2}(?:\\.\\d{1,3}){0,3}',
    'COVID-19|Covid-19|SARS-CoV-2|H[1-9]N[1-9]|GLP-1|Omega-3|PD-L?1|HER2|BRCA[12]|IL-\\d{1,2}|mRNA-\\d{4}|B12|Catch-22',
    'GPT-?[1-9](?:\\.\\d|o)?|(?:Claude|Gemini|Llama|Grok|Qwen|Mistral|Sonnet|Opus|Haiku|DeepSeek|Phi|Gemma|Copilot|Midjourney|DALL-E)[\\s-](?:[RVv]?[1-9](?:\\.\\d)?)|o[134](?:-mini)?',
    '(?:iPhone|iPad|Pixel|Galaxy S|Windows|Android|iOS|macOS|PlayStation|Xbox|Switch)\\s?\\d{1,2}|Office 365|Microsoft 365|M365|Model [3SXY]|RTX\\s?[2-5]0[5-9]0|MI\\d{3}X?|GB[23]00|GH200|TPU\\s?v\\d|i[3579]',
    'Boeing 7\\d7|Airbus A\\d{3}|F-(?:14|15|16|18|22|35)|MiG-\\d\\d|B-(?:1|2|21|52)|Apollo \\d{1,2}|Falcon 9|Formula (?:1|One|E)|Route 66|Area 51|Channel 4|BBC (?:One|Two|1|2)|Forever 21|Century 21|Studio 54|Motel 6|Pier 1|Level 3 Communications|Room 101|Six Flags|Five Guys|Four Seasons|Ocean’s Eleven',
    'S&P\\s?(?:500|100|400|600)|(?:Fortune|Global|Inc\\.|Forbes Global|Euronext)\\s(?:50|100|500|1000|2000|5000)|Nasdaq-?\\s?100|FTSE\\s?(?:100|250|350)|Russell\\s(?:1000|2000|3000)|Nikkei\\s?225|CAC\\s?40|DAX\\s?40|Euro Stoxx 50|STOXX (?:Europe )?600|CSI\\s?300|Topix 100|Hang Seng 50|KOSPI\\s?200|TAIEX 50|Taiwan 50|Dow 30|Big 4|Magnificent 7|G-?(?:7|8|20|77)|P5\\+1|BRICS\\+',
    '(?:ISO(?:/IEC)?|IEC|IEEE|BS|EN|DIN|SA|AS|NIST(?: SP)?|RFC|PCI|ANSI|ASTM|GB/T|CNS)[\\s-]?\\d{3,5}(?:[-.:]\\d{1,4})*(?:a[xc]|n)?|ISO 9001|SOC [1-3]|(?:IFRS|IAS|ASC|ASU|FAS|SFAS|HKFRS|TIFRS|PCAOB AS)\\s\\d{1,4}(?:-\\d{1,2})?|SSAE 1[68]|ISAE 3\\d{3}',
    '(?:Rule|Reg|Regulation|Section|Article|Chapter|Schedule|Form|Title|Part)\\s(?:10b-5|144A?|506[bc]?|401\\(k\\)|[1-9]\\d{0,2}[a-zA-Z]?(?:\\([a-z0-9]\\))*)(?=[\\s.,;:)’\'"]|$)|Form (?:10-[KQ]|20-F|8-K|6-K|S-[14]|F-[14])|10-[KQ]s?|20-F|8-K|6-K|S-1|F-1|13[DFG]|144A|401\\(k\\)|403\\(b\\)|1031 exchange',
    `(?:Phase|Stage|Tier|Type|Level|Scope|Category|Pillar|Scenario|Option|Step|Slide|Figure|Table|Appendix|Annex|Exhibit|Series|Class|Version|Wave|Day|SDG|Goal|Grade)s?\\s${small}[a-c]?(?:(?:,\\s|\\s?[-–&/]\\s?|,?\\s(?:and|or|to)\\s)${small})*`,
    'T\\+[0-3]|(?:CET|AT)1|(?:ERC|BEP)-\\d{2,4}|Layer [1-3]|(?:Python|Java|Angular|Vue|PHP|Rails|Kotlin|Spring Boot)\\s\\d{1,2}(?:\\.\\d{1,2})?|10b-5|Rule 10b5-1',
    'Basel (?:[1-4])|Euro [4-7]|Solvency 2|MiFID 2|PSD[23]|CRD\\s?[456]|CRR\\s?[23]|NIS ?2|AIFMD 2|COP\\s?\\d\\d|AMLD[4-6]|Part (?:11|145)|CFR 21|Directive \\d{4}/\\d{2,3}(?:/EU)?|Regulation \\(EU\\) \\d{4}/\\d{2,4}',
    '24/7(?:/365)?|24x7|9/11|7/24|20/20 (?:vision|hindsight)|50/50 joint venture|80/20 (?:rule|principle)|9-to-5|4x4|1-to-1|1-on-1|1:1s?(?= (?:meeting|mapping|match|replacement|session))|360[-\\s]degrees?(?= (?:view|feedback|review))|180[-\\s]degree(?= turn)|101(?= (?:course|class|session))|2\\.0 strategy|eSIM 2|(?:19|20|21)(?:st|th)[-\\s][Cc]entury',
    'Big (?:Two|Three|Four|Five|Six|Seven)|Magnificent Seven|Fab Four|Group of (?:Seven|Eight|Ten|Twenty|Thirty)|Five Eyes|Gang of Four|Three Gorges|Three Mile Island|Seven Sisters|Seven & i|Six Sigma|Four Tigers|Three Arrows|Five Forces|Four Ps|Five Whys|Ten Commandments|One Belt|Million Dollar Baby|Ten Network|Twenty Minutes|Silicon Six|Three Lines(?: of Defen[cs]e| Model)|Four Asian Tigers|Rule of (?:Three|40)|Chapter Eleven|Two Sigma|Double Eleven|Third Point|Ten Cate|Sixt|Zero Trust',
  ],
  phrases: [
    'one of|second to none|back to square one|square one|day one|phase one|one by one|one-to-one|one-on-one|one-to-many|one-off|one-stop|one-way|one-time|one-size-fits-all|at one time',
    'double[-\\s](?:checks?|checked|checking|clicks?|click(?:ed|ing)|edged|entry|blind|spac(?:e|ed|ing)|count(?:s|ed|ing)?|taxation|standards?|down|downs|doubling down|digit code|materiality|glaz(?:ed|ing)|breasted|sided|loop|helix|dip|opt-in|majority|major|agent|hulled|deckers?)|doubling down|doubled down|on the double',
    'triple[-\\s](?:bottom line|A(?:[-\\s]rated|[-\\s]rating)?|play|threat)|treble clef',
    'two-(?:factor|sided|way|tier|tiered|pronged|fold path|step|part|speed|tone|person rule|state solution|party|dimensional|in-a-box)|(?:three|four|five)-(?:dimensional|way|legged stool|pronged|sided|star|letter acronym|line whip|part harmony|lines model)|twice[-\\s](?:told|shy)|think twice|thinks twice|thought twice|put two and two together|it takes two(?: to tango)?|in two minds|two sides of (?:the same|a) coin|of two minds|kill two birds(?: with one stone)?|the two of (?:us|them|you)|between the two|the two',
    'first half|second half|half[-\\s](?:life|lives|way|time|hearted(?:ly)?|truths?|baked|yearly|year (?:results?|reports?|accounts?)|measures?|marathon|sister|brother|full|empty)|better half|not half bad|half the battle|meet (?:\\w+ )?halfway',
    'net[-\\s]zero|zero[-\\s](?:sum|trust|day|emissions?|carbon|tolerance|based|coupon|waste|hour|knowledge|shot|touch|gravity|interest policy|rated|downtime|copy|configuration|code)|ground zero|from zero to one|zero to one|zeroes in|zero in|zeroed in|zeroing in|patient zero|absolute zero|subzero',
    'million[-\\s]dollar (?:question|baby|idea)|one in a million|thanks a million|never in a million years|hundred percent agree|six of one|nine-to-five|nine to five|at sixes and sevens|on all fours|on cloud nine|dressed to the nines|catch twenty-two|the (?:third|fourth) wall|four-letter word|five o’clock|high five|take five|seven seas|seven wonders|seven deadly sins|eight ball|behind the eight ball|nine lives|ten to one|perfect ten|hang ten|eleventh hour|twelve-factor|twelve angry men|dime a dozen|baker’s dozen|daily dozen|six-pack|sixth sense|seventh heaven|four corners|three cheers|three musketeers|three wise men|three branches of government|forty winks|the roaring twenties|a thousand words|thousand cuts|hundred days offensive|four seasons hotel|four-wheel drive|all-wheel drive|four-day week|level-headed',
    `(?:${cardinal})-letter`,
    'twin peaks|two cents|my two cents|one-two punch|the big (?:three|four|five)|big (?:three|four|five) (?:firms?|auditors?|banks?)|fifty shades|fifth column|forty-niners?|seventy-six ers|tens? (?:digit|column)',
  ],
};
