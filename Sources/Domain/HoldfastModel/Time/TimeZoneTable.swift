// Made by Tests/DomainTests/Peers/zone_table.py from tzdata 2026f; `make time-zones` makes it anew.

/// The time zones of the IANA database, from 2020 on.
enum TimeZoneTable {
    /// The version of the database.
    static let version = "2026f"

    /// The zones, one a line.
    ///
    /// A line is a name, minutes ahead of UTC at the start, changes as `minute:minutes` and the rule after them as
    /// `=standard,daylight,start,end`; or a name and that of an equal zone after `@`.
    static let text = #"""
        Africa/Abidjan 0 =0
        Africa/Accra @Africa/Abidjan
        Africa/Addis_Ababa 180 =180
        Africa/Algiers 60 =60
        Africa/Asmara @Africa/Addis_Ababa
        Africa/Asmera @Africa/Addis_Ababa
        Africa/Bamako @Africa/Abidjan
        Africa/Bangui @Africa/Algiers
        Africa/Banjul @Africa/Abidjan
        Africa/Bissau @Africa/Abidjan
        Africa/Blantyre 120 =120
        Africa/Brazzaville @Africa/Algiers
        Africa/Bujumbura @Africa/Blantyre
        Africa/Cairo 120 28043880:180 =120,180,4.5.5/0,10.5.4/1440
        Africa/Casablanca 60 26454360:0 26514840:60 26968440:0 27018840:60 27472440:0 27532920:60 27986520:0 \#
        28036920:60 28500600:0 28551000:60 29004600:0 29065080:60 29518680:0 29569080:60 29831100:0 =0
        Africa/Ceuta 60 =60,120,3.5.0/120,10.5.0/180
        Africa/Conakry @Africa/Abidjan
        Africa/Dakar @Africa/Abidjan
        Africa/Dar_es_Salaam @Africa/Addis_Ababa
        Africa/Djibouti @Africa/Addis_Ababa
        Africa/Douala @Africa/Algiers
        Africa/El_Aaiun @Africa/Casablanca
        Africa/Freetown @Africa/Abidjan
        Africa/Gaborone @Africa/Blantyre
        Africa/Harare @Africa/Blantyre
        Africa/Johannesburg @Africa/Blantyre
        Africa/Juba 180 26868780:120 =120
        Africa/Kampala @Africa/Addis_Ababa
        Africa/Khartoum @Africa/Blantyre
        Africa/Kigali @Africa/Blantyre
        Africa/Kinshasa @Africa/Algiers
        Africa/Lagos @Africa/Algiers
        Africa/Libreville @Africa/Algiers
        Africa/Lome @Africa/Abidjan
        Africa/Luanda @Africa/Algiers
        Africa/Lubumbashi @Africa/Blantyre
        Africa/Lusaka @Africa/Blantyre
        Africa/Malabo @Africa/Algiers
        Africa/Maputo @Africa/Blantyre
        Africa/Maseru @Africa/Blantyre
        Africa/Mbabane @Africa/Blantyre
        Africa/Mogadishu @Africa/Addis_Ababa
        Africa/Monrovia @Africa/Abidjan
        Africa/Nairobi @Africa/Addis_Ababa
        Africa/Ndjamena @Africa/Algiers
        Africa/Niamey @Africa/Algiers
        Africa/Nouakchott @Africa/Abidjan
        Africa/Ouagadougou @Africa/Abidjan
        Africa/Porto-Novo @Africa/Algiers
        Africa/Sao_Tome @Africa/Abidjan
        Africa/Timbuktu @Africa/Abidjan
        Africa/Tripoli @Africa/Blantyre
        Africa/Tunis @Africa/Algiers
        Africa/Windhoek @Africa/Blantyre
        America/Adak -600 =-600,-540,3.2.0/120,11.1.0/120
        America/Anchorage -540 =-540,-480,3.2.0/120,11.1.0/120
        America/Anguilla -240 =-240
        America/Antigua @America/Anguilla
        America/Araguaina -180 =-180
        America/Argentina/Buenos_Aires @America/Araguaina
        America/Argentina/Catamarca @America/Araguaina
        America/Argentina/ComodRivadavia @America/Araguaina
        America/Argentina/Cordoba @America/Araguaina
        America/Argentina/Jujuy @America/Araguaina
        America/Argentina/La_Rioja @America/Araguaina
        America/Argentina/Mendoza @America/Araguaina
        America/Argentina/Rio_Gallegos @America/Araguaina
        America/Argentina/Salta @America/Araguaina
        America/Argentina/San_Juan @America/Araguaina
        America/Argentina/San_Luis @America/Araguaina
        America/Argentina/Tucuman @America/Araguaina
        America/Argentina/Ushuaia @America/Araguaina
        America/Aruba @America/Anguilla
        America/Asuncion -180 26414100:-240 26696400:-180 26948340:-240 27220560:-180 27472500:-240 27744720:-180 \#
        27996660:-240 28268880:-180 28520820:-240 28803120:-180 28816020:-180 =-180
        America/Atikokan -300 =-300
        America/Atka @America/Adak
        America/Bahia @America/Araguaina
        America/Bahia_Banderas -360 26434560:-300 26726820:-360 26958720:-300 27261060:-360 27482880:-300 \#
        27785220:-360 =-360
        America/Barbados @America/Anguilla
        America/Belem @America/Araguaina
        America/Belize -360 =-360
        America/Blanc-Sablon @America/Anguilla
        America/Boa_Vista @America/Anguilla
        America/Bogota @America/Atikokan
        America/Boise -420 =-420,-360,3.2.0/120,11.1.0/120
        America/Buenos_Aires @America/Araguaina
        America/Cambridge_Bay @America/Boise
        America/Campo_Grande @America/Anguilla
        America/Cancun @America/Atikokan
        America/Caracas @America/Anguilla
        America/Catamarca @America/Araguaina
        America/Cayenne @America/Araguaina
        America/Cayman @America/Atikokan
        America/Chicago -360 =-360,-300,3.2.0/120,11.1.0/120
        America/Chihuahua -420 26434620:-360 26726880:-420 26958780:-360 27261120:-420 27482940:-360 27785280:-360 \#
        =-360
        America/Ciudad_Juarez -420 26394300:-360 26736960:-420 26928540:-360 27271200:-420 27452700:-360 \#
        27785280:-360 27829800:-420 =-420,-360,3.2.0/120,11.1.0/120
        America/Coral_Harbour @America/Atikokan
        America/Cordoba @America/Araguaina
        America/Costa_Rica @America/Belize
        America/Coyhaique -180 26434260:-240 26656080:-180 26958420:-240 27180240:-180 27482580:-240 27714480:-180 \#
        28006740:-240 28228560:-180 28540980:-240 28762800:-180 29040660:-180 =-180
        America/Creston -420 =-420
        America/Cuiaba @America/Anguilla
        America/Curacao @America/Anguilla
        America/Danmarkshavn @Africa/Abidjan
        America/Dawson -480 26394360:-420 26736900:-420 =-420
        America/Dawson_Creek @America/Creston
        America/Denver @America/Boise
        America/Detroit -300 =-300,-240,3.2.0/120,11.1.0/120
        America/Dominica @America/Anguilla
        America/Edmonton -420 26394300:-360 26736960:-420 26928540:-360 27271200:-420 27452700:-360 27795360:-420 \#
        27976860:-360 28319520:-420 28501020:-360 28843680:-420 29025180:-360 29367840:-420 29549340:-360 \#
        29892000:-360 =-360
        America/Eirunepe @America/Atikokan
        America/El_Salvador @America/Belize
        America/Ensenada -480 =-480,-420,3.2.0/120,11.1.0/120
        America/Fort_Nelson @America/Creston
        America/Fort_Wayne @America/Detroit
        America/Fortaleza @America/Araguaina
        America/Glace_Bay -240 =-240,-180,3.2.0/120,11.1.0/120
        America/Godthab -180 26424060:-120 26726460:-180 26948220:-120 27260700:-180 27472380:-120 27784860:-180 \#
        27996540:-120 28309020:-120 =-120,-60,3.5.0/-60,10.5.0/0
        America/Goose_Bay @America/Glace_Bay
        America/Grand_Turk @America/Detroit
        America/Grenada @America/Anguilla
        America/Guadeloupe @America/Anguilla
        America/Guatemala @America/Belize
        America/Guayaquil @America/Atikokan
        America/Guyana @America/Anguilla
        America/Halifax @America/Glace_Bay
        America/Havana -300 26394060:-240 26736780:-300 26928300:-240 27271020:-300 27452460:-240 27795180:-300 \#
        27976620:-240 28319340:-300 28500780:-240 28843500:-300 29024940:-240 29367660:-300 29549100:-240 \#
        30426060:-300 =-300,-240,3.2.0/0,11.1.0/60
        America/Hermosillo @America/Creston
        America/Indiana/Indianapolis @America/Detroit
        America/Indiana/Knox @America/Chicago
        America/Indiana/Marengo @America/Detroit
        America/Indiana/Petersburg @America/Detroit
        America/Indiana/Tell_City @America/Chicago
        America/Indiana/Vevay @America/Detroit
        America/Indiana/Vincennes @America/Detroit
        America/Indiana/Winamac @America/Detroit
        America/Indianapolis @America/Detroit
        America/Inuvik @America/Edmonton
        America/Iqaluit @America/Detroit
        America/Jamaica @America/Atikokan
        America/Jujuy @America/Araguaina
        America/Juneau @America/Anchorage
        America/Kentucky/Louisville @America/Detroit
        America/Kentucky/Monticello @America/Detroit
        America/Knox_IN @America/Chicago
        America/Kralendijk @America/Anguilla
        America/La_Paz @America/Anguilla
        America/Lima @America/Atikokan
        America/Los_Angeles @America/Ensenada
        America/Louisville @America/Detroit
        America/Lower_Princes @America/Anguilla
        America/Maceio @America/Araguaina
        America/Managua @America/Belize
        America/Manaus @America/Anguilla
        America/Marigot @America/Anguilla
        America/Martinique @America/Anguilla
        America/Matamoros @America/Chicago
        America/Mazatlan -420 26434620:-360 26726880:-420 26958780:-360 27261120:-420 27482940:-360 27785280:-420 \#
        =-420
        America/Mendoza @America/Araguaina
        America/Menominee @America/Chicago
        America/Merida @America/Bahia_Banderas
        America/Metlakatla @America/Anchorage
        America/Mexico_City @America/Bahia_Banderas
        America/Miquelon -180 =-180,-120,3.2.0/120,11.1.0/120
        America/Moncton @America/Glace_Bay
        America/Monterrey @America/Bahia_Banderas
        America/Montevideo @America/Araguaina
        America/Montreal @America/Detroit
        America/Montserrat @America/Anguilla
        America/Nassau @America/Detroit
        America/New_York @America/Detroit
        America/Nipigon @America/Detroit
        America/Nome @America/Anchorage
        America/Noronha -120 =-120
        America/North_Dakota/Beulah @America/Chicago
        America/North_Dakota/Center @America/Chicago
        America/North_Dakota/New_Salem @America/Chicago
        America/Nuuk @America/Godthab
        America/Ojinaga -420 26394300:-360 26736960:-420 26928540:-360 27271200:-420 27452700:-360 27785280:-360 \#
        27829800:-360 =-360,-300,3.2.0/120,11.1.0/120
        America/Panama @America/Atikokan
        America/Pangnirtung @America/Detroit
        America/Paramaribo @America/Araguaina
        America/Phoenix @America/Creston
        America/Port-au-Prince @America/Detroit
        America/Port_of_Spain @America/Anguilla
        America/Porto_Acre @America/Atikokan
        America/Porto_Velho @America/Anguilla
        America/Puerto_Rico @America/Anguilla
        America/Punta_Arenas @America/Araguaina
        America/Rainy_River -360 26394240:-300 26736900:-360 26928480:-300 27271140:-360 27452640:-300 27795300:-360 \#
        27976800:-300 28319460:-360 28500960:-300 28843620:-360 29025120:-300 29367780:-360 29549280:-300 \#
        29891940:-300 =-300
        America/Rankin_Inlet @America/Chicago
        America/Recife @America/Araguaina
        America/Regina @America/Belize
        America/Resolute @America/Chicago
        America/Rio_Branco @America/Atikokan
        America/Rosario @America/Araguaina
        America/Santa_Isabel @America/Ensenada
        America/Santarem @America/Araguaina
        America/Santiago -180 26434260:-240 26656080:-180 26958420:-240 27180240:-180 27482580:-240 27714480:-180 \#
        28006740:-240 =-240,-180,9.1.6/1440,4.1.6/1440
        America/Santo_Domingo @America/Anguilla
        America/Sao_Paulo @America/Araguaina
        America/Scoresbysund -60 26424060:0 26726460:-60 26948220:0 27260700:-60 27472380:0 27784860:-60 27996540:0 \#
        28309020:-60 28530780:-60 =-120,-60,3.5.0/-60,10.5.0/0
        America/Shiprock @America/Boise
        America/Sitka @America/Anchorage
        America/St_Barthelemy @America/Anguilla
        America/St_Johns -210 =-210,-150,3.2.0/120,11.1.0/120
        America/St_Kitts @America/Anguilla
        America/St_Lucia @America/Anguilla
        America/St_Thomas @America/Anguilla
        America/St_Vincent @America/Anguilla
        America/Swift_Current @America/Belize
        America/Tegucigalpa @America/Belize
        America/Thule @America/Glace_Bay
        America/Thunder_Bay @America/Detroit
        America/Tijuana @America/Ensenada
        America/Toronto @America/Detroit
        America/Tortola @America/Anguilla
        America/Vancouver -480 26394360:-420 26737020:-480 26928600:-420 27271260:-480 27452760:-420 27795420:-480 \#
        27976920:-420 28319580:-480 28501080:-420 28843740:-480 29025240:-420 29367900:-480 29549400:-420 \#
        29892060:-420 =-420
        America/Virgin @America/Anguilla
        America/Whitehorse @America/Dawson
        America/Winnipeg @America/Rainy_River
        America/Yakutat @America/Anchorage
        America/Yellowknife @America/Edmonton
        Antarctica/Casey 660 26393280:480 26695681:660 26927340:480 27219841:660 27451500:480 27744001:660 \#
        27971520:480 =480
        Antarctica/Davis 420 =420
        Antarctica/DumontDUrville 600 =600
        Antarctica/Macquarie 660 =600,660,10.1.0/120,4.1.0/180
        Antarctica/Mawson 300 =300
        Antarctica/McMurdo 780 =720,780,9.5.0/120,4.1.0/180
        Antarctica/Palmer @America/Araguaina
        Antarctica/Rothera @America/Araguaina
        Antarctica/South_Pole @Antarctica/McMurdo
        Antarctica/Syowa @Africa/Addis_Ababa
        Antarctica/Troll 0 =0,120,3.5.0/60,10.5.0/180
        Antarctica/Vostok 420 28380660:300 =300
        Arctic/Longyearbyen @Africa/Ceuta
        Asia/Aden @Africa/Addis_Ababa
        Asia/Almaty 360 28487160:300 =300
        Asia/Amman 120 26421000:180 26733480:120 26945160:180 27257640:120 27429000:180 27781800:180 =180
        Asia/Anadyr 720 =720
        Asia/Aqtau @Antarctica/Mawson
        Asia/Aqtobe @Antarctica/Mawson
        Asia/Ashgabat @Antarctica/Mawson
        Asia/Ashkhabad @Antarctica/Mawson
        Asia/Atyrau @Antarctica/Mawson
        Asia/Baghdad @Africa/Addis_Ababa
        Asia/Bahrain @Africa/Addis_Ababa
        Asia/Baku 240 =240
        Asia/Bangkok @Antarctica/Davis
        Asia/Barnaul @Antarctica/Davis
        Asia/Beirut 120 =120,180,3.5.0/0,10.5.0/0
        Asia/Bishkek 360 =360
        Asia/Brunei 480 =480
        Asia/Calcutta 330 =330
        Asia/Chita 540 =540
        Asia/Choibalsan @Asia/Brunei
        Asia/Chongqing @Asia/Brunei
        Asia/Chungking @Asia/Brunei
        Asia/Colombo @Asia/Calcutta
        Asia/Dacca @Asia/Bishkek
        Asia/Damascus 120 26421000:180 26733420:120 26945160:180 27257580:120 27469320:180 27781740:180 =180
        Asia/Dhaka @Asia/Bishkek
        Asia/Dili @Asia/Chita
        Asia/Dubai @Asia/Baku
        Asia/Dushanbe @Antarctica/Mawson
        Asia/Famagusta 120 =120,180,3.5.0/180,10.5.0/240
        Asia/Gaza 120 26422440:180 26724840:120 26946600:180 27257640:120 27472200:180 27783300:120 28045440:180 \#
        28307460:120 28559520:180 28831620:120 29073600:180 29355780:120 29577600:180 29879940:120 30101760:180 \#
        30414180:120 30625920:180 30938340:120 31150080:180 31462500:120 31684320:180 31986660:120 32208480:180 \#
        32510820:120 32732640:180 33045060:120 33256800:180 33569220:120 33780960:180 34093380:120 34305120:180 \#
        34617540:120 34839360:180 35131620:120 35363520:180 35645700:120 35887680:180 36149700:120 36411840:180 \#
        36663780:120 36936000:180 37167780:120 37238400:180 37248420:120 37470240:180 37681860:120 37742400:180 \#
        37772580:120 37994400:180 38195940:120 38256480:180 38296740:120 38518560:180 38699940:120 38770560:180 \#
        38820900:120 39042720:180 39214020:120 39274560:180 39355140:120 39566880:180 39728100:120 39788640:180 \#
        39879300:120 40091040:180 40232100:120 40302720:180 40403460:120 40625280:180 40746180:120 40806720:180 \#
        40927620:120 41149440:180 41250180:120 41320800:180 41451780:120 41673600:180 41764260:120 41824800:180 \#
        41986020:120 42197760:180 42278340:120 42338880:180 42510180:120 42721920:180 42782340:120 42852960:180 \#
        43034340:120 43256160:180 43296420:120 43356960:180 43558500:120 43780320:180 43800420:120 43871040:180 \#
        44082660:120 44304480:180 44314500:120 44385120:180 44606820:120 44889120:180 45141060:120 45403200:180 \#
        45665220:120 45907200:180 46189380:120 46421280:180 46713540:120 46935360:180 47237700:120 47459520:180 \#
        47771940:120 47983680:180 48296100:120 48507840:180 48820260:120 49032000:180 49344420:120 49566240:180 \#
        49868580:120 50090400:180 50392740:120 50614560:180 50926980:120 51138720:180 51451140:120 51662880:180 \#
        51965220:120 52197120:180 52479300:120 52721280:180 52993380:120 53245440:180 53497380:120 53769600:180 \#
        54011460:120 54072000:180 54082020:120 54293760:180 54525540:120 54586080:180 54606180:120 54817920:180 \#
        55029540:120 55100160:180 55130340:120 55352160:180 55543620:120 55604160:180 55654500:120 55876320:180 \#
        56047620:120 56118240:180 56178660:120 56400480:180 56561700:120 56632320:180 56712900:120 56924640:180 \#
        57075780:120 57136320:180 57237060:120 57448800:180 57579780:120 57650400:180 57761220:120 57983040:180 \#
        58093860:120 58154400:180 58285380:120 58507200:180 58607940:120 58668480:180 58809540:120 59031360:180 \#
        59111940:120 59182560:180 59333700:120 59555520:180 59626020:120 59686560:180 59867940:120 60079680:180 \#
        60130020:120 60200640:180 60392100:120 60603840:180 60644100:120 60714720:180 60916260:120 61138080:180 \#
        61158180:120 61218720:180 61440420:120 =120,180,3.4.4/3000,10.4.4/3000
        Asia/Harbin @Asia/Brunei
        Asia/Hebron @Asia/Gaza
        Asia/Ho_Chi_Minh @Antarctica/Davis
        Asia/Hong_Kong @Asia/Brunei
        Asia/Hovd @Antarctica/Davis
        Asia/Irkutsk @Asia/Brunei
        Asia/Istanbul @Africa/Addis_Ababa
        Asia/Jakarta @Antarctica/Davis
        Asia/Jayapura @Asia/Chita
        Asia/Jerusalem 120 =120,180,3.4.4/1560,10.5.0/120
        Asia/Kabul 270 =270
        Asia/Kamchatka @Asia/Anadyr
        Asia/Karachi @Antarctica/Mawson
        Asia/Kashgar @Asia/Bishkek
        Asia/Kathmandu 345 =345
        Asia/Katmandu @Asia/Kathmandu
        Asia/Khandyga @Asia/Chita
        Asia/Kolkata @Asia/Calcutta
        Asia/Krasnoyarsk @Antarctica/Davis
        Asia/Kuala_Lumpur @Asia/Brunei
        Asia/Kuching @Asia/Brunei
        Asia/Kuwait @Africa/Addis_Ababa
        Asia/Macao @Asia/Brunei
        Asia/Macau @Asia/Brunei
        Asia/Magadan 660 =660
        Asia/Makassar @Asia/Brunei
        Asia/Manila @Asia/Brunei
        Asia/Muscat @Asia/Baku
        Asia/Nicosia @Asia/Famagusta
        Asia/Novokuznetsk @Antarctica/Davis
        Asia/Novosibirsk @Antarctica/Davis
        Asia/Omsk @Asia/Bishkek
        Asia/Oral @Antarctica/Mawson
        Asia/Phnom_Penh @Antarctica/Davis
        Asia/Pontianak @Antarctica/Davis
        Asia/Pyongyang @Asia/Chita
        Asia/Qatar @Africa/Addis_Ababa
        Asia/Qostanay @Asia/Almaty
        Asia/Qyzylorda @Antarctica/Mawson
        Asia/Rangoon 390 =390
        Asia/Riyadh @Africa/Addis_Ababa
        Asia/Saigon @Antarctica/Davis
        Asia/Sakhalin @Asia/Magadan
        Asia/Samarkand @Antarctica/Mawson
        Asia/Seoul @Asia/Chita
        Asia/Shanghai @Asia/Brunei
        Asia/Singapore @Asia/Brunei
        Asia/Srednekolymsk @Asia/Magadan
        Asia/Taipei @Asia/Brunei
        Asia/Tashkent @Antarctica/Mawson
        Asia/Tbilisi @Asia/Baku
        Asia/Tehran 210 26412270:270 26677170:210 26939310:270 27204210:210 27464910:270 27729810:210 =210
        Asia/Tel_Aviv @Asia/Jerusalem
        Asia/Thimbu @Asia/Bishkek
        Asia/Thimphu @Asia/Bishkek
        Asia/Tokyo @Asia/Chita
        Asia/Tomsk @Antarctica/Davis
        Asia/Ujung_Pandang @Asia/Brunei
        Asia/Ulaanbaatar @Asia/Brunei
        Asia/Ulan_Bator @Asia/Brunei
        Asia/Urumqi @Asia/Bishkek
        Asia/Ust-Nera @Antarctica/DumontDUrville
        Asia/Vientiane @Antarctica/Davis
        Asia/Vladivostok @Antarctica/DumontDUrville
        Asia/Yakutsk @Asia/Chita
        Asia/Yangon @Asia/Rangoon
        Asia/Yekaterinburg @Antarctica/Mawson
        Asia/Yerevan @Asia/Baku
        Atlantic/Azores -60 =-60,0,3.5.0/0,10.5.0/60
        Atlantic/Bermuda @America/Glace_Bay
        Atlantic/Canary 0 =0,60,3.5.0/60,10.5.0/120
        Atlantic/Cape_Verde -60 =-60
        Atlantic/Faeroe @Atlantic/Canary
        Atlantic/Faroe @Atlantic/Canary
        Atlantic/Jan_Mayen @Africa/Ceuta
        Atlantic/Madeira @Atlantic/Canary
        Atlantic/Reykjavik @Africa/Abidjan
        Atlantic/South_Georgia @America/Noronha
        Atlantic/St_Helena @Africa/Abidjan
        Atlantic/Stanley @America/Araguaina
        Australia/ACT @Antarctica/Macquarie
        Australia/Adelaide 630 =570,630,10.1.0/120,4.1.0/180
        Australia/Brisbane @Antarctica/DumontDUrville
        Australia/Broken_Hill @Australia/Adelaide
        Australia/Canberra @Antarctica/Macquarie
        Australia/Currie @Antarctica/Macquarie
        Australia/Darwin 570 =570
        Australia/Eucla 525 =525
        Australia/Hobart @Antarctica/Macquarie
        Australia/LHI 660 =630,660,10.1.0/120,4.1.0/120
        Australia/Lindeman @Antarctica/DumontDUrville
        Australia/Lord_Howe @Australia/LHI
        Australia/Melbourne @Antarctica/Macquarie
        Australia/NSW @Antarctica/Macquarie
        Australia/North @Australia/Darwin
        Australia/Perth @Asia/Brunei
        Australia/Queensland @Antarctica/DumontDUrville
        Australia/South @Australia/Adelaide
        Australia/Sydney @Antarctica/Macquarie
        Australia/Tasmania @Antarctica/Macquarie
        Australia/Victoria @Antarctica/Macquarie
        Australia/West @Asia/Brunei
        Australia/Yancowinna @Australia/Adelaide
        Brazil/Acre @America/Atikokan
        Brazil/DeNoronha @America/Noronha
        Brazil/East @America/Araguaina
        Brazil/West @America/Anguilla
        CET @Africa/Ceuta
        CST6CDT @America/Chicago
        Canada/Atlantic @America/Glace_Bay
        Canada/Central @America/Rainy_River
        Canada/Eastern @America/Detroit
        Canada/Mountain @America/Edmonton
        Canada/Newfoundland @America/St_Johns
        Canada/Pacific @America/Vancouver
        Canada/Saskatchewan @America/Belize
        Canada/Yukon @America/Dawson
        Chile/Continental @America/Santiago
        Chile/EasterIsland -300 26434260:-360 26656080:-300 26958420:-360 27180240:-300 27482580:-360 27714480:-300 \#
        28006740:-360 =-360,-300,9.1.6/1320,4.1.6/1320
        Cuba @America/Havana
        EET @Asia/Famagusta
        EST @America/Atikokan
        EST5EDT @America/Detroit
        Egypt @Africa/Cairo
        Eire 0 =60,0,10.5.0/120,3.5.0/60
        Etc/GMT @Africa/Abidjan
        Etc/GMT+0 @Africa/Abidjan
        Etc/GMT+1 @Atlantic/Cape_Verde
        Etc/GMT+10 -600 =-600
        Etc/GMT+11 -660 =-660
        Etc/GMT+12 -720 =-720
        Etc/GMT+2 @America/Noronha
        Etc/GMT+3 @America/Araguaina
        Etc/GMT+4 @America/Anguilla
        Etc/GMT+5 @America/Atikokan
        Etc/GMT+6 @America/Belize
        Etc/GMT+7 @America/Creston
        Etc/GMT+8 -480 =-480
        Etc/GMT+9 -540 =-540
        Etc/GMT-0 @Africa/Abidjan
        Etc/GMT-1 @Africa/Algiers
        Etc/GMT-10 @Antarctica/DumontDUrville
        Etc/GMT-11 @Asia/Magadan
        Etc/GMT-12 @Asia/Anadyr
        Etc/GMT-13 780 =780
        Etc/GMT-14 840 =840
        Etc/GMT-2 @Africa/Blantyre
        Etc/GMT-3 @Africa/Addis_Ababa
        Etc/GMT-4 @Asia/Baku
        Etc/GMT-5 @Antarctica/Mawson
        Etc/GMT-6 @Asia/Bishkek
        Etc/GMT-7 @Antarctica/Davis
        Etc/GMT-8 @Asia/Brunei
        Etc/GMT-9 @Asia/Chita
        Etc/GMT0 @Africa/Abidjan
        Etc/Greenwich @Africa/Abidjan
        Etc/UCT @Africa/Abidjan
        Etc/UTC @Africa/Abidjan
        Etc/Universal @Africa/Abidjan
        Etc/Zulu @Africa/Abidjan
        Europe/Amsterdam @Africa/Ceuta
        Europe/Andorra @Africa/Ceuta
        Europe/Astrakhan @Asia/Baku
        Europe/Athens @Asia/Famagusta
        Europe/Belfast @Atlantic/Canary
        Europe/Belgrade @Africa/Ceuta
        Europe/Berlin @Africa/Ceuta
        Europe/Bratislava @Africa/Ceuta
        Europe/Brussels @Africa/Ceuta
        Europe/Bucharest @Asia/Famagusta
        Europe/Budapest @Africa/Ceuta
        Europe/Busingen @Africa/Ceuta
        Europe/Chisinau 120 26424000:180 26726400:120 26948160:180 27260640:120 27349800:120 \#
        =120,180,3.5.0/180,10.5.0/240
        Europe/Copenhagen @Africa/Ceuta
        Europe/Dublin @Eire
        Europe/Gibraltar @Africa/Ceuta
        Europe/Guernsey @Atlantic/Canary
        Europe/Helsinki @Asia/Famagusta
        Europe/Isle_of_Man @Atlantic/Canary
        Europe/Istanbul @Africa/Addis_Ababa
        Europe/Jersey @Atlantic/Canary
        Europe/Kaliningrad @Africa/Blantyre
        Europe/Kiev @Asia/Famagusta
        Europe/Kirov @Africa/Addis_Ababa
        Europe/Kyiv @Asia/Famagusta
        Europe/Lisbon @Atlantic/Canary
        Europe/Ljubljana @Africa/Ceuta
        Europe/London @Atlantic/Canary
        Europe/Luxembourg @Africa/Ceuta
        Europe/Madrid @Africa/Ceuta
        Europe/Malta @Africa/Ceuta
        Europe/Mariehamn @Asia/Famagusta
        Europe/Minsk @Africa/Addis_Ababa
        Europe/Monaco @Africa/Ceuta
        Europe/Moscow @Africa/Addis_Ababa
        Europe/Nicosia @Asia/Famagusta
        Europe/Oslo @Africa/Ceuta
        Europe/Paris @Africa/Ceuta
        Europe/Podgorica @Africa/Ceuta
        Europe/Prague @Africa/Ceuta
        Europe/Riga @Asia/Famagusta
        Europe/Rome @Africa/Ceuta
        Europe/Samara @Asia/Baku
        Europe/San_Marino @Africa/Ceuta
        Europe/Sarajevo @Africa/Ceuta
        Europe/Saratov @Asia/Baku
        Europe/Simferopol @Africa/Addis_Ababa
        Europe/Skopje @Africa/Ceuta
        Europe/Sofia @Asia/Famagusta
        Europe/Stockholm @Africa/Ceuta
        Europe/Tallinn @Asia/Famagusta
        Europe/Tirane @Africa/Ceuta
        Europe/Tiraspol @Europe/Chisinau
        Europe/Ulyanovsk @Asia/Baku
        Europe/Uzhgorod @Asia/Famagusta
        Europe/Vaduz @Africa/Ceuta
        Europe/Vatican @Africa/Ceuta
        Europe/Vienna @Africa/Ceuta
        Europe/Vilnius @Asia/Famagusta
        Europe/Volgograd 240 26817000:180 =180
        Europe/Warsaw @Africa/Ceuta
        Europe/Zagreb @Africa/Ceuta
        Europe/Zaporozhye @Asia/Famagusta
        Europe/Zurich @Africa/Ceuta
        Factory @Africa/Abidjan
        GB @Atlantic/Canary
        GB-Eire @Atlantic/Canary
        GMT @Africa/Abidjan
        GMT+0 @Africa/Abidjan
        GMT-0 @Africa/Abidjan
        GMT0 @Africa/Abidjan
        Greenwich @Africa/Abidjan
        HST @Etc/GMT+10
        Hongkong @Asia/Brunei
        Iceland @Africa/Abidjan
        Indian/Antananarivo @Africa/Addis_Ababa
        Indian/Chagos @Asia/Bishkek
        Indian/Christmas @Antarctica/Davis
        Indian/Cocos @Asia/Rangoon
        Indian/Comoro @Africa/Addis_Ababa
        Indian/Kerguelen @Antarctica/Mawson
        Indian/Mahe @Asia/Baku
        Indian/Maldives @Antarctica/Mawson
        Indian/Mauritius @Asia/Baku
        Indian/Mayotte @Africa/Addis_Ababa
        Indian/Reunion @Asia/Baku
        Iran @Asia/Tehran
        Israel @Asia/Jerusalem
        Jamaica @America/Atikokan
        Japan @Asia/Chita
        Kwajalein @Asia/Anadyr
        Libya @Africa/Blantyre
        MET @Africa/Ceuta
        MST @America/Creston
        MST7MDT @America/Boise
        Mexico/BajaNorte @America/Ensenada
        Mexico/BajaSur @America/Mazatlan
        Mexico/General @America/Bahia_Banderas
        NZ @Antarctica/McMurdo
        NZ-CHAT 825 =765,825,9.5.0/165,4.1.0/225
        Navajo @America/Boise
        PRC @Asia/Brunei
        PST8PDT @America/Ensenada
        Pacific/Apia 840 26433480:780 26685480:840 26957640:780 =780
        Pacific/Auckland @Antarctica/McMurdo
        Pacific/Bougainville @Asia/Magadan
        Pacific/Chatham @NZ-CHAT
        Pacific/Chuuk @Antarctica/DumontDUrville
        Pacific/Easter @Chile/EasterIsland
        Pacific/Efate @Asia/Magadan
        Pacific/Enderbury @Etc/GMT-13
        Pacific/Fakaofo @Etc/GMT-13
        Pacific/Fiji 780 26312520:720 26806440:780 26846760:720 =720
        Pacific/Funafuti @Asia/Anadyr
        Pacific/Galapagos @America/Belize
        Pacific/Gambier @Etc/GMT+9
        Pacific/Guadalcanal @Asia/Magadan
        Pacific/Guam @Antarctica/DumontDUrville
        Pacific/Honolulu @Etc/GMT+10
        Pacific/Johnston @Etc/GMT+10
        Pacific/Kanton @Etc/GMT-13
        Pacific/Kiritimati @Etc/GMT-14
        Pacific/Kosrae @Asia/Magadan
        Pacific/Kwajalein @Asia/Anadyr
        Pacific/Majuro @Asia/Anadyr
        Pacific/Marquesas -570 =-570
        Pacific/Midway @Etc/GMT+11
        Pacific/Nauru @Asia/Anadyr
        Pacific/Niue @Etc/GMT+11
        Pacific/Norfolk 720 =660,720,10.1.0/120,4.1.0/180
        Pacific/Noumea @Asia/Magadan
        Pacific/Pago_Pago @Etc/GMT+11
        Pacific/Palau @Asia/Chita
        Pacific/Pitcairn @Etc/GMT+8
        Pacific/Pohnpei @Asia/Magadan
        Pacific/Ponape @Asia/Magadan
        Pacific/Port_Moresby @Antarctica/DumontDUrville
        Pacific/Rarotonga @Etc/GMT+10
        Pacific/Saipan @Antarctica/DumontDUrville
        Pacific/Samoa @Etc/GMT+11
        Pacific/Tahiti @Etc/GMT+10
        Pacific/Tarawa @Asia/Anadyr
        Pacific/Tongatapu @Etc/GMT-13
        Pacific/Truk @Antarctica/DumontDUrville
        Pacific/Wake @Asia/Anadyr
        Pacific/Wallis @Asia/Anadyr
        Pacific/Yap @Antarctica/DumontDUrville
        Poland @Africa/Ceuta
        Portugal @Atlantic/Canary
        ROC @Asia/Brunei
        ROK @Asia/Chita
        Singapore @Asia/Brunei
        Turkey @Africa/Addis_Ababa
        UCT @Africa/Abidjan
        US/Alaska @America/Anchorage
        US/Aleutian @America/Adak
        US/Arizona @America/Creston
        US/Central @America/Chicago
        US/East-Indiana @America/Detroit
        US/Eastern @America/Detroit
        US/Hawaii @Etc/GMT+10
        US/Indiana-Starke @America/Chicago
        US/Michigan @America/Detroit
        US/Mountain @America/Boise
        US/Pacific @America/Ensenada
        US/Samoa @Etc/GMT+11
        UTC @Africa/Abidjan
        Universal @Africa/Abidjan
        W-SU @Africa/Addis_Ababa
        WET @Atlantic/Canary
        Zulu @Africa/Abidjan
        """#
}
