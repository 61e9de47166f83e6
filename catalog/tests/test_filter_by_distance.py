"""``near``, ``radius_km`` and ``bbox``: the database finds exactly what the formula says, at the poles and across the antimeridian too."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from catalog.choices import LocationKind
from catalog.models import Location
from catalog.rules import box_around, great_circle_km
from catalog.tests.factories import CountryFactory, DatasetFactory, MunicipalityFactory, StateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def datasets():
    DatasetFactory(title="campinas", location=MunicipalityFactory())
    DatasetFactory(
        title="sao-paulo",
        location=MunicipalityFactory(
            ibge_code="3550308", name="São Paulo", latitude="-23.53290", longitude="-46.63950"
        ),
    )
    DatasetFactory(title="state", location=StateFactory())
    DatasetFactory(title="country", location=CountryFactory())  # without coordinates
    DatasetFactory(title="nowhere")


def titles(response):
    assert response.status_code == 200, response.content
    return {row["title"] for row in response.json()["results"]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("near=-22.9053,-47.0659", {"campinas"}),  # 50 km unless told
        ("near=-22.9053,-47.0659&radius_km=0.001", {"campinas"}),
        ("near=-22.9053, -47.0659&radius_km=82.27", {"campinas"}),
        ("near=-22.9053,-47.0659&radius_km=82.28", {"campinas", "sao-paulo"}),  # 82.272 km apart
        ("near=-22.9053,-47.0659&radius_km=20038", {"campinas", "sao-paulo", "state"}),
        ("near=0,0", set()),
        ("near=", {"campinas", "sao-paulo", "state", "country", "nowhere"}),
        ("bbox=-47.1,-23,-47,-22", {"campinas"}),
        ("bbox=-47.0659,-22.9053,-47.0659,-22.9053", {"campinas"}),
        ("bbox=-47.06589,-23,-47,-22", set()),
        ("bbox=-180,-90,180,90", {"campinas", "sao-paulo", "state"}),
        ("bbox=-47,-90,-48,90", {"sao-paulo", "state"}),  # from 47 W eastwards all the way round to 48 W
        ("bbox=170,-90,-46.7,0", {"campinas", "state"}),
        ("bbox=-47.1,-23,-47,-22&near=-23.5,-46.6", set()),
    ],
)
def test_the_query(api, datasets, query, expected):
    assert titles(api(None).get(f"/datasets?{query}")) == expected


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("near=1", "near"), ("near=1,2,3", "near"), ("near=a,b", "near"), ("near=nan,nan", "near"), ("near=inf,0", "near"), ("near=91,0", "near"),
        ("near=0,180.00001", "near"), ("near=1e1,0", "near"), ("near=0,", "near"), (f"near={'9' * 400},0", "near"), ("near=%00,0", "near"),
        ("near=0,0&radius_km=0", "radius_km"), ("near=0,0&radius_km=-1", "radius_km"), ("near=0,0&radius_km=1e400", "radius_km"),
        ("near=0,0&radius_km=NaN", "radius_km"), ("near=0,0&radius_km=20039", "radius_km"), ("radius_km=5", "radius_km"),
        ("near=&radius_km=5", "radius_km"), ("bbox=1,2,3", "bbox"), ("bbox=1,2,3,4,5", "bbox"), ("bbox=nan,0,1,1", "bbox"),
        ("bbox=-181,0,1,1", "bbox"), ("bbox=0,-91,1,1", "bbox"), ("bbox=0,10,1,5", "bbox"), ("bbox=,,,", "bbox"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_by_name(api, query, name):
    response = api(None).get(f"/datasets?{query}")
    assert response.status_code == 400, response.content
    assert [e["attr"] for e in response.json()["errors"]] == [name]


# --- The same answer as a walk over all places, wherever on the globe --------------------------------------------

GRID = [
    (latitude, longitude)
    for latitude in (-90.0, -89.99999, -60.5, -0.00001, 0.0, 0.00001, 23.45678, 60.5, 89.99999, 90.0)
    for longitude in (-180.0, -179.99999, -90.12345, -0.00001, 0.0, 0.5, 90.0, 179.99999, 180.0)
]


@pytest.fixture
def globe():
    country = CountryFactory()
    Location.objects.bulk_create(
        Location(
            kind=LocationKind.STATE, name=f"{n}", parent=country, state_code="XX",
            latitude=Decimal(repr(latitude)).quantize(Decimal("0.00001")), longitude=Decimal(repr(longitude)).quantize(Decimal("0.00001")),
        )
        for n, (latitude, longitude) in enumerate(GRID)
    )  # fmt: skip


latitudes = st.one_of(
    st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 0.0]), st.sampled_from(GRID).map(lambda p: p[0])
)
longitudes = st.one_of(
    st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 0.0]), st.sampled_from(GRID).map(lambda p: p[1])
)
many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(latitude=latitudes, longitude=longitudes, radius_km=st.one_of(st.floats(0.001, 20), st.floats(20, 20_038)))
@example(latitude=89.9, longitude=0.0, radius_km=50.0)
@example(latitude=5e-324, longitude=1e-200, radius_km=50.0)
@example(latitude=0.0, longitude=179.9, radius_km=50.0)
@example(latitude=0.0, longitude=180.0, radius_km=0.001)
@example(latitude=0.0, longitude=0.0, radius_km=20_038.0)
@example(latitude=-60.5, longitude=-90.12345, radius_km=10_007.0)
def test_near_agrees_with_the_formula(globe, latitude, longitude, radius_km):
    distances = {n: great_circle_km(latitude, longitude, *place) for n, place in enumerate(GRID)}
    # On the rim itself the last bit decides, which two computers may round differently.
    assume(all(abs(distance - radius_km) > 1e-6 for distance in distances.values()))
    found = Location.objects.near(latitude=latitude, longitude=longitude, radius_km=radius_km)
    assert {int(name) for name in found.values_list("name", flat=True)} == {
        n for n, d in distances.items() if d < radius_km
    }


@many
@given(west=longitudes, south=latitudes, east=longitudes, north=latitudes)
@example(west=10.000001, south=-1.0, east=10.000002, north=1.0)
@example(west=180.0, south=-90.0, east=-180.0, north=90.0)
def test_a_box_agrees_with_comparing(globe, west, south, east, north):
    south, north = sorted((south, north))
    edges = {"west": west, "south": south, "east": east, "north": north}
    found = Location.objects.within_bbox(**{name: Decimal(repr(edge)) for name, edge in edges.items()})
    expected = {
        n
        for n, (latitude, longitude) in enumerate(GRID)
        if south <= latitude <= north
        and (west <= longitude <= east if west <= east else longitude >= west or longitude <= east)
    }
    assert {int(name) for name in found.values_list("name", flat=True)} == expected


@given(
    latitude=latitudes,
    longitude=longitudes,
    radius_km=st.floats(0.001, 20_038),
    other_latitude=latitudes,
    other_longitude=longitudes,
)
def test_the_box_holds_the_whole_circle(latitude, longitude, radius_km, other_latitude, other_longitude):
    if great_circle_km(latitude, longitude, other_latitude, other_longitude) > radius_km:
        return
    box = box_around(latitude, longitude, radius_km)
    assert box.south <= Decimal(other_latitude) <= box.north
    if box.crosses_antimeridian:
        assert other_longitude >= box.west or other_longitude <= box.east
    else:
        # The meridians of 180 E and 180 W are one; at the poles all are.
        same = {other_longitude, -other_longitude} if abs(other_longitude) == 180 else {other_longitude}
        assert abs(other_latitude) == 90 or any(box.west <= Decimal(value) <= box.east for value in same)
