from tests.background.packages import CO2, SO2, elementary, gives, package, process, product, publish_here, takes

CH4_WATER = elementary("ch4w", "Methane", ("water",))
STRANGE = elementary("odd", "Ethane, fluoro-, unheard-of")


def _published(folder, flows, *emissions):
    made = [process(f"p{i}", gives("part", 1), *given) for i, given in enumerate(emissions)]
    return publish_here(folder, package([product("part"), *flows], made[:1] if len(emissions) == 1 else made))


def test_the_share_of_the_mass_to_air_is_the_mean_of_the_processes(tmp_path):
    # p0: 1 of 4 kg; p1: all; p2 emits nothing to air.
    published = _published(
        tmp_path,
        [CO2, SO2, CH4_WATER],
        [gives("co2", 1), gives("so2", 3), gives("ch4w", 9)],
        [gives("co2", 1000)],
        [takes("co2", 0.0)],
    )
    quality = published.opened.manifest.quality
    assert quality["air_mass_characterised_share"] == 0.625
    assert (quality["gas_flows"], quality["gas_flows_characterised"]) == (1, 1)
    assert quality["gas_flows_characterised_share"] == 1


def test_what_is_called_like_a_gas_and_is_not_known_is_said(tmp_path):
    published = _published(tmp_path, [CO2, STRANGE], [gives("co2", 1), gives("odd", 1)])
    quality = published.opened.manifest.quality
    assert quality["gas_flows_characterised_share"] == 0.5
    said = [each for each in published.report.findings if each.code == "BGD-119"]
    assert "unheard-of" in said[0].message.en


def test_a_flow_whose_name_and_number_disagree_is_said(tmp_path):
    wrong = elementary("n2o", "Nitrous oxide", cas="75-46-7")
    published = _published(tmp_path, [wrong], [gives("n2o", 1)])
    assert "Nitrous oxide = hfc-23" in next(f.message.en for f in published.report.findings if f.code == "BGD-118")
    row = published.opened.table("elementary").row(0, named=True)
    assert (row["gas"], row["known_by"], row["otherwise"]) == ("hfc-23", "cas", "nitrous-oxide")


def test_nothing_emitted_has_no_share(tmp_path):
    quality = _published(tmp_path, [], []).opened.manifest.quality
    assert "air_mass_characterised_share" not in quality
    assert quality["gas_flows"] == 0
