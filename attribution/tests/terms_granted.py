"""Wordings that bar Vietnam, an online paper, or later use by what they grant, and harmless ones like them.

A reader need not understand the former, but must notice them; “|” stands for the end of a line.
"""

GRANTED_TO_OTHERS = """
For the Japanese market
Japanese market
For use by Japanese media
Japanese newspapers
Japanese clients
European rights
American clients only
Germny only
USA and Canada
UK & Ireland
USA/CANADA
JP
(JP)
Japan
Distribution: Germany, Austria, Switzerland
Countries: JP, KR
Licensed territory - UK
The licence covers the UK
This licence covers Germany
OK for Japan
May be used in Japan
Can be published in Japan
This photograph may be published by newspapers and broadcasters in Japan and Korea
Permitted in Japan
Allowed: Japan
whitelist: JP
Held for Japan
EDITORIAL USE ONLY, JAPAN
UK editorial use only
Single use, UK
China out; Vietnam too
China out. Also Vietnam.
No use in Japan.|Vietnam.
VIETNAM &amp; LAOS OUT
WORLD W/O VN
Vietnam n/a
Vietnam blocklist
V'NAM OUT
VIET OUT
VIETMAN OUT
VN EXPRESS OUT
VNPAPERS OUT
HOLD FOR VIETNAM
KILL VIETNAM
Avoid Vietnam
Asia: on request
Asia - POA
Premium rates apply in Vietnam
Vietnam clients please contact sales
For domestic use
Domestic market
Overseas only
Chỉ dùng ở nước ngoài
Ko dùng ở Việt Nam
K được đăng tại VN
Dùng tại Nhật Bản
Lãnh thổ: Nhật Bản
Phạm vi sử dụng: Nhật Bản
Dành cho độc giả Nhật Bản
Cấm lưu hành tại Việt Nam
Miễn đăng tại Việt Nam
Réservé à la France
Droits: France
Vietnam ausgeschlossen
除越南外
한국만
Только для России
""".strip().splitlines()
GRANTED_TO_OTHER_MEDIA = """
For the printed edition
PRINT
Newspaper rights
Newspapers and magazines
Print and broadcast
WWW OUT
w/o online
Keep offline
Internet: contact us
Online use subject to fee
ONLINE RIGHTS ON REQUEST
Digital use: POA
Web after print
KO ĐĂNG WEB
Dành cho báo in
For internal use
CONFIDENTIAL
Miễn đăng
Lưu hành nội bộ
""".strip().splitlines()
GRANTED_FOR_A_TIME = """
for a month
within a week
for a fortnight
for the season 2023/24
through December
Valid thru 06/2024
bis 30. Juni 2024
jusqu'au 30 juin 2024
hasta el 30 de junio de 2024
Exp. 30/06/2024
14d
30D
30 day window
within thirty (30) days of receipt
within 30 (thirty) days
within 30 calendar days
6M
ten years
for eleven days
for forty-five days
for the next 30 days
max 3 uses
Use up to 3 times
Purge after 30 days
Destroy after use
unpublish after 7 days
For use June 7
Use June 7-9
Last use 30 June 2024
final day 30 June 2024
Valid 01.06.2024-30.06.2024
1-30 June 2024
before Monday
Dùng đến 30/6
HSD: 30/6/2024
Ko dùng sau 30/6/2024
trong vòng một tháng
Một tuần
Gỡ ảnh vào 30/6
""".strip().splitlines()
HARMLESS = """
Tokyo, Japan
Tanaka (Japan) wins gold
Talks between the USA and Canada
Japan knocked out
The Japanese market fell on Monday.
European markets close higher
according to Japanese media
Japanese Foreign Minister Tanaka
HANOI, June 22 (Kyodo)
Taken on 22 June 2024
22 June 2024
Date: 22 June 2024
The ceasefire holds for a month
two months ago
30 days after the earthquake
A week in pictures
For online use
Print and online
All media rights
Internal Affairs Ministry
Vietnam only
Ảnh chụp tại Tokyo, Nhật Bản
Phóng viên TTXVN tại Nhật Bản
""".strip().splitlines()
