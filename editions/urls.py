"""The public addresses. newsroom/tests/surfaces.py declares every one of them."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from editions import feeds, views
from editions.sitemaps import SITEMAPS
from editions.syndication import views as giving

urlpatterns = [
    path("", views.front, name="front"),
    path("rss.xml", views.for_readers(feeds.SiteFeed()), name="feed"),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        views.for_readers(sitemap_views.index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"},
        name="sitemap-index",
    ),
    path(
        "sitemap-<slug:section>.xml",
        views.for_readers(sitemap_views.sitemap),
        {"sitemaps": SITEMAPS},
        name="sitemap",
    ),
    path("tac-gia/<slug:slug>/", views.author, name="author"),
    path("nguon/<slug:slug>/", views.agency, name="agency"),
    path("chu-de/<slug:slug>/", views.topic, name="topic"),
    path("anh/<slug:token>/<str:name>", views.picture, name="picture"),
    path("doi-tac/ninjs/", giving.ninjs_list, name="partner-ninjs-list"),
    path("doi-tac/ninjs/<int:pk>/", giving.ninjs_item, name="partner-ninjs"),
    path("doi-tac/newsml-g2/", giving.newsml_g2_list, name="partner-newsml-g2-list"),
    path("doi-tac/newsml-g2/<int:pk>/", giving.newsml_g2_item, name="partner-newsml-g2"),
    path("<slug:slug>/", views.section, name="section"),
    path("<slug:slug>/rss.xml", views.for_readers(feeds.SectionFeed()), name="section-feed"),
    path("<slug:section>/<slug:slug>-<int:pk>/", views.story, name="story"),
]
