import pytest

from tanji.model.identifier import BadCode, check_uscc, organisation_code

REAL = "91330100799655058B"  # a listed company, as its annual report prints it
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_a_real_code_passes_and_comes_back_in_upper_case():
    assert check_uscc(f" {REAL.lower()} ") == REAL
    assert organisation_code(REAL) == REAL[8:17]


@pytest.mark.parametrize("position", range(18))
def test_every_change_of_one_character_is_detected(position):
    for other in set(ALPHABET) - {REAL[position]}:
        with pytest.raises(BadCode):
            check_uscc(REAL[:position] + other + REAL[position + 1 :])


def test_every_exchange_of_neighbours_is_detected():
    for place in range(17):
        swapped = REAL[:place] + REAL[place + 1] + REAL[place] + REAL[place + 2 :]
        if swapped != REAL:
            with pytest.raises(BadCode):
                check_uscc(swapped)


def test_the_right_check_character_is_named():
    with pytest.raises(BadCode, match='must be "B" and is "A"') as refused:
        check_uscc(REAL[:17] + "A")
    assert "应为“B”" in refused.value.message.zh


@pytest.mark.parametrize("character", "IOSVZ-·一")
def test_a_character_outside_the_alphabet_is_named_with_its_position(character):
    with pytest.raises(BadCode, match=f'character 3, "{character}"'):
        check_uscc(REAL[:2] + character + REAL[3:])


@pytest.mark.parametrize("text", ["", REAL[:17], REAL + "1", "799655058"])
def test_a_code_of_another_length_is_refused(text):
    with pytest.raises(BadCode, match="must have 18 characters"):
        check_uscc(text)
