"""The public addresses."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from editions import feeds
from editions.sitemaps import SITEMAPS
from editions.syndication import views as syndication
from editions.views import readers

urlpatterns = [
    path("", readers.front, name="front"),
    path("rss.xml", readers.for_readers(feeds.SiteFeed()), name="feed"),
    path("robots.txt", readers.robots, name="robots"),
    path(
        "sitemap.xml",
        readers.for_readers(sitemap_views.index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"},
        name="sitemap-index",
    ),
    path(
        "sitemap-<slug:section>.xml",
        readers.for_readers(sitemap_views.sitemap),
        {"sitemaps": SITEMAPS},
        name="sitemap",
    ),
    path("tac-gia/<slug:slug>/", readers.author, name="author"),
    path("nguon/<slug:slug>/", readers.agency, name="agency"),
    path("chu-de/<slug:slug>/", readers.topic, name="topic"),
    path("anh/<slug:token>/<str:name>", readers.picture, name="picture"),
    path("doi-tac/ninjs/", syndication.ninjs_list, name="partner-ninjs-list"),
    path("doi-tac/ninjs/<int:pk>/", syndication.ninjs_item, name="partner-ninjs"),
    path("doi-tac/newsml-g2/", syndication.newsml_g2_list, name="partner-newsml-g2-list"),
    path("doi-tac/newsml-g2/<int:pk>/", syndication.newsml_g2_item, name="partner-newsml-g2"),
    path("<slug:slug>/", readers.section, name="section"),
    path("<slug:slug>/rss.xml", readers.for_readers(feeds.SectionFeed()), name="section-feed"),
    path("<slug:section>/<slug:slug>-<int:pk>/", readers.story, name="story"),
]
