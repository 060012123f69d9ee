"""Wordings that bar Vietnam, an online paper, or use after some day, as people may write them.

None is in the grammar of terms_oracle.py. A reader need not understand them, but must notice them.
"""

BARS_VIETNAM = """
No Vietnam
Vietnam restricted
Vietnam: restricted
Vietnam - no rights
Rights: world excluding Vietnam
Territories: all except VN
Territory: World (-VN)
World minus VN
ROW excl. VN
Excl. Vietnam
EXCL VN
exc. Vietnam
Not VN
no VN
VN excluded
VNM excluded
Excluded: VNM, JPN
Blackout: Vietnam
Blackout territories: Vietnam, Laos
Restricted territories: Vietnam
Embargo Vietnam
Vietnam embargo
Holdback Vietnam
Reserved for Japan
Sold in Vietnam
Vietnam rights sold
Vietnam rights sold to another client
Exclusive in Vietnam to Tuoi Tre
Exclusive to Tuoi Tre in Vietnam
Vietnam first rights gone
Please respect exclusivity in Vietnam
Valid for Japan
Valid in Japan, China
For use in Japan
Japan use
Licensed for Japan
Licence territory: Japan
Territory: Japan
Territories: EU
Domestic only
Home territory only
Japan domestic use only
EU rights
EMEA only
No rights outside EU
Outside EU prohibited
Contact us before use in Vietnam
Ask before publishing in Vietnam
Call before use in Asia
Permission needed for Vietnam
Use in Vietnam requires approval
Subject to approval in Vietnam
Vietnamese clients out
Vietnamese media out
Vietnamese media excluded
Vietnam newspapers out
VIETNAM PAPERS OUT
VIETNAM INTERNET OUT
VIETNAM ONLINE OUT
HANOI OUT
Hanoi and Saigon out
HO CHI MINH CITY OUT
No use in Hanoi
INDO-CHINA OUT
S.E. ASIA OUT
SE ASIA OUT
SEA OUT
APAC OUT
FAR EAST OUT
EAST ASIA OUT
ORIENT OUT
Asian countries out
ASIA-PACIFIC OUT
Asia/Pacific out
ALL COUNTRIES OUT
FOREIGN OUT
INTERNATIONAL OUT
OVERSEAS OUT
Outside Japan: no use
JAPAN USE ONLY
JP only
UK only
GB ONLY
US ONLY
USA only
U.S. only
U.S. use only
Not available outside the U.S.
North America only
N. America only
Americas only
EUROPE ONLY
Scandinavia only
Nordic countries only
German-speaking countries only
D/A/CH only
GAS only
English speaking territories only
Western Europe only
Commonwealth only
Africa, Europe only
Aus only
NZ only
AUSTRALIA/NZ only
Chỉ dành cho Nhật Bản
Dành riêng cho thị trường Nhật Bản
Không áp dụng tại Việt Nam
Trừ thị trường Việt Nam
Ngoại trừ Việt Nam
Không bán tại Việt Nam
Không cung cấp cho báo chí Việt Nam
Cấm tại VN
Không dùng ở VN
Hạn chế ở Việt Nam
VIETNAM  OUT
VIETNAM-OUT
VIETNAM_OUT
(VIETNAM OUT)
[VIETNAM OUT]
*VIETNAM OUT*
VIETNAM OUT!
"VIETNAM OUT"
VIETNAM OUT/NO SALES
VIETNAMOUT
VIETNAM - OUT
VIETNAM = OUT
VIETNAM: OUT
OUT - VIETNAM
OUT VIETNAM
OUT FOR VIETNAM
OUT OF VIETNAM
V I E T N A M OUT
VIỆTNAM OUT
Vietnam OUT.
VIETNAM, OUT
Vietnam or Laos out
Vietnam as well as Laos out
Vietnam plus Laos out
VIETNAM + LAOS OUT
VIETNAM LAOS CAMBODIA OUT
VIETNAM;LAOS OUT
VIETNAM AND/OR LAOS OUT
VIETNAM OUT
ＶＩＥＴＮＡＭ ＯＵＴ
Вьетнам: не использовать
越南除外
ベトナムを除く
베트남 제외
VIETNAM Out of respect to family
No usage Vietnam
No Vietnamese use
Do not distribute to Vietnam
Not for Vietnam clients
Not to be supplied to Vietnam
Not for transmission into Vietnam
Do not syndicate to Asia
Access denied for Vietnam
geo-blocked in Vietnam
geoblock: VN
Geo restriction: JP only
geo: US
""".strip().splitlines()
BARS_ONLINE = """
No internet
No Internet!
INTERNET: NO
Internet prohibited
Not Internet
No e-paper
No digital editions
No electronic use
No new media
No use on internet
Do not publish on the web
May not be published online
Not for the web
Not for websites
No website use
Website use not permitted
Web: not allowed
NO WWW
NOINTERNET
NO-INTERNET
NO INTERNET/MOBILE
no internet, no archive
INTERNETOUT
WEBOUT
ONLINE PROHIBITED
No on-line use
No posting
No digital rights
Without online rights
Digital rights excluded
excl. internet
excluding online
Print rights
For print
Print use
Print media only
Printed media only
Paper only
Newspaper print only
Newspaper use only
Print editions only
For newspapers only
For publication in print only
Magazine use only
TV only
Broadcast only
For broadcast use only
Radio only
Offline use only
Book use only
For printed publications only
Only print
Only in print
Print and magazines only
Exclusively print
Solely for print
Licensed for print
Restricted to print
chỉ in báo giấy
Chỉ sử dụng trên báo in
không sử dụng trên mạng
Không sử dụng trên nền tảng số
không được đăng tải trên các trang mạng
Không dùng cho báo điện tử
Kein Internet
Nur Print
Online nicht
Pas d'internet
NO APPS
No smartphones
No tablets
NO STREAMING
no internet until 6pm
No internet use before print
""".strip().splitlines()
ENDS = """
Valid till 22 June 2024
Good until June 22, 2024
Licence: 1.6.2024 - 22.6.2024
from 1 June 2024 to 22 June 2024
1 June 2024 - 22 June 2024
For use between 1 and 22 June 2024
End date: 22 June 2024
License end 22/06/2024
Rights expire: 22/06/24
Embargo ends 22 June 2024
Kill after 22 June 2024
Kill date 22 June 2024
Purge by 22 June 2024
Purge after 22 June 2024
Archive until 22 June 2024
Take down 22 June 2024
To be taken down by 22 June 2024
Only until Saturday 22 June 2024
Only on 22 June 2024
Publication: 22 June 2024 only
Use only on June 22
ends June 22 2024
Not valid after 22 June 2024
Void after 22 June 2024
Use through 22 June 2024
Use up to and including 22 June 2024
Stop using on 22 June 2024
Usage period ends 22 June 2024
hạn dùng 22/6/2024
Hết hạn 22/6/2024
hiệu lực đến 22/6/2024
gỡ bỏ sau 22/6/2024
gỡ ngày 22/6/2024
For one week
7 days only
Seven days
One week only
48 hours
24 hrs
max. 30 days
30 days max
30-day licence
Archive 30 days
one month from publication
one year
until the end of the tournament
until the end of June
until further notice
for the duration of the match
today only
24h
2 weeks
""".strip().splitlines()
