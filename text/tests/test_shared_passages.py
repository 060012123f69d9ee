"""What two texts share, word for word."""

from text.shared_passages import find_shared_passages

THEIRS = (
    "A train without a driver ran for the first time on Friday between two towns by the sea, "
    "the company said, and nobody on board noticed that anything was new."
)


def test_a_long_run_is_found_as_it_stands_in_our_text():
    ours = "Sáng nay: A TRAIN without a driver ran for the first time on Friday, between… Hết."
    shared = find_shared_passages(ours, [THEIRS])
    assert shared.runs == ("A TRAIN without a driver ran for the first time on Friday, between",)
    assert (shared.word_count, shared.of, shared.percent) == (13, 16, 81)


def test_a_short_run_is_how_everybody_speaks():
    assert (
        find_shared_passages("ran for the first time on Friday between two towns", [THEIRS]).runs
        == ()
    )


def test_eleven_words_are_short_and_twelve_are_long():
    parts = THEIRS.split()
    assert find_shared_passages(" ".join(parts[:11]), [THEIRS]).runs == ()
    assert find_shared_passages(" ".join(parts[:12]), [THEIRS]).runs == (" ".join(parts[:12]),)


def test_the_whole_of_it_is_a_hundred_in_the_hundred():
    assert find_shared_passages(THEIRS, ["Of something else.", THEIRS]).percent == 100


def test_two_runs_are_two_and_the_longest_is_told():
    parts = THEIRS.split()
    first, second = " ".join(parts[:12]), " ".join(parts[13:28])
    shared = find_shared_passages(f"{first} rồi {second}", [THEIRS])
    assert shared.runs == (first, second)
    assert shared.longest == second


def test_nothing_shares_nothing():
    assert find_shared_passages("", [THEIRS]) == find_shared_passages("", [])
    assert find_shared_passages(THEIRS, []).percent == 0


def test_one_passage_more_in_a_long_text_is_never_no_percent():
    ours = f"{' '.join(THEIRS.split()[:12])} {'chữ ' * 5000}"
    assert find_shared_passages(ours, [THEIRS]).percent == 1


def test_joiners_within_words_do_not_count():
    ours = " ".join(["می\u200cخواهم"] * 15)
    theirs = ours.replace("\u200c", "")
    assert find_shared_passages(ours, [theirs]).percent == 100
    assert find_shared_passages(theirs, [ours]).percent == 100
