// Gazetteer::Resolve: what a caller typed -> a place.

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "indexer/base/codec.h"
#include "indexer/base/status.h"
#include "indexer/place/distance.h"
#include "indexer/place/gazetteer_data.h"
#include "indexer/place/place_maker.h"
#include "indexer/place/place_name.h"
#include "indexer/place/postal_text.h"

namespace socialekaart {
namespace {

using Data = Gazetteer::Data;
using Form = PostalText::Form;

constexpr size_t kMaxTextBytes = 200;

// A centre is about as near as the nearest one when it is at most this many times further away.
constexpr double kAboutAsNear = 1.5;

// The European Netherlands; and how far from a PC4's centre one can stand in the widest of them (Texel, the polders).
constexpr double kSouth = 50.7, kNorth = 53.7, kWest = 3.2, kEast = 7.3;
constexpr double kWidestM = 12'000;

constexpr char kExpectedPlace[] =
    "een postcode (7151 AB of 7151), een gemeente (GM1859 of Berkelland), een plaats (Eibergen) of het BRIN-nummer van "
    "een school (12AB00)";
constexpr char kExpectedPostalCode[] =
    "een Nederlandse postcode: vier cijfers, met of zonder twee letters (7151 AB of 7151)";
constexpr char kExpectedMunicipality[] = "de code van een gemeente: GM en vier cijfers (GM1859)";
constexpr char kExpectedPoint[] =
    "een punt in Nederland, in graden (WGS84): latitude 50.7 tot 53.7, longitude 3.2 tot 7.3";

absl::Status Invalid(absl::string_view field, absl::string_view description, absl::string_view expected) {
  return InvalidField(absl::StrCat("place.", field), description, expected, v1::ERROR_REASON_PLACE_INVALID);
}

absl::Status NotFound(absl::string_view message) {
  return Error(absl::StatusCode::kNotFound, v1::ERROR_REASON_PLACE_NOT_FOUND, message);
}

absl::Status Belgian(absl::string_view field) {
  return Invalid(field, "dit lijkt een Belgische postcode", kExpectedPostalCode);
}

absl::Status Malformed(absl::string_view field) {
  return Invalid(field, "dit is geen postcode", kExpectedPostalCode);
}

// Reads what was typed.
class Resolver {
 public:
  Resolver(const Data& data, bool is_complete, const BrinLookup& brin)
      : data_(data), maker_(data), is_complete_(is_complete), brin_(brin) {}

  absl::StatusOr<v1::ResolvedPlace> PostalCode(absl::string_view text, absl::string_view field) const {
    const PostalText parsed = ParsePostalText(text);
    if (parsed.form == Form::kBelgian) return Belgian(field);
    if (parsed.form != Form::kPc4 && parsed.form != Form::kPc6) return Malformed(field);
    return PostalCode(parsed);
  }

  absl::StatusOr<v1::ResolvedPlace> MunicipalityCode(absl::string_view text, absl::string_view field) const {
    const auto code = ParseMunicipalityCode(text);
    if (!code.has_value()) return Invalid(field, "dit is geen gemeentecode", kExpectedMunicipality);
    const auto found = data_.municipality_by_code.find(*code);
    if (found == data_.municipality_by_code.end()) return NotKnown(absl::StrCat("gemeente ", *code));
    return maker_.OfMunicipality(found->second);
  }

  absl::StatusOr<v1::ResolvedPlace> Point(const v1::LatLng& point) const {
    const bool is_inside = point.latitude() >= kSouth && point.latitude() <= kNorth && point.longitude() >= kWest &&
                           point.longitude() <= kEast;  // false for NaN
    if (!is_inside) return Invalid("point", "dit punt ligt niet in Nederland", kExpectedPoint);
    const std::vector<Data::Line> near = data_.Near(point);
    const bool is_near = !near.empty() && DistanceM(point.latitude(), point.longitude(), near[0].point->latitude(),
                                                    near[0].point->longitude()) <= kWidestM;
    if (!is_near && is_complete_) return Invalid("point", "dit punt ligt niet in Nederland", kExpectedPoint);
    if (!is_near) return NotKnown("dit punt");

    return maker_.OfPoint(point, near);
  }

  absl::StatusOr<v1::ResolvedPlace> Text(absl::string_view text) const {
    text = absl::StripAsciiWhitespace(text);
    if (text.empty() || text.size() > kMaxTextBytes || !IsUtf8(text)) {
      return Invalid("text", text.empty() ? "leeg" : "dit is geen plaats", kExpectedPlace);
    }
    if (const auto brin = ParseBrin(text)) return School(*brin);
    if (const auto code = MunicipalityCodeIn(text)) return MunicipalityCode(*code, "text");
    if (auto place = Named(text)) return *std::move(place);
    const PostalText postal = ParsePostalText(text);
    switch (postal.form) {
      case Form::kPc4:
      case Form::kPc6:
        return PostalCode(postal);
      case Form::kPc4AndName:
        return PostalCodeAndName(postal);
      case Form::kBelgian:
        return Belgian("text");
      case Form::kMalformed:
        return Malformed("text");
      case Form::kNone:
        break;
    }
    return NotKnown("deze plaats");
  }

 private:
  // What is typed as a gemeente code. Four digits are a postcode, unless there is none like that.
  std::optional<std::string> MunicipalityCodeIn(absl::string_view text) const {
    auto code = ParseMunicipalityCode(text);
    if (!code.has_value() || absl::ascii_isalpha(static_cast<unsigned char>(text[0]))) return code;
    const auto postal_code = ParsePostalCode4(text);
    if (!postal_code.has_value()) return code;  // begins with 0
    // With a part of the country loaded a postcode that is not known may well exist.
    const bool is_postal_code = !is_complete_ || !data_.LinesOf(*postal_code).empty();
    if (is_postal_code || !data_.municipality_by_code.contains(*code)) return std::nullopt;
    return code;
  }

  absl::StatusOr<v1::ResolvedPlace> School(const std::string& brin) const {
    const auto school = brin_ == nullptr ? std::nullopt : brin_(brin);
    if (!school.has_value()) {
      return NotFound("deze school is niet bekend: geef de postcode of de plaats, of lees de scholen van DUO in");
    }
    if (!ParsePostalCode4(school->postal_code).has_value()) {
      if (school->point.has_value()) return Point(*school->point);
      return NotFound("van deze school is geen adres bekend: geef de postcode of de plaats");
    }
    absl::StatusOr<v1::ResolvedPlace> place = PostalCode(school->postal_code, "text");
    if (!place.ok()) return place;
    for (const v1::ResolvedPlace& candidate : place->candidates()) {
      if (candidate.municipalities(0).code() != school->municipality_code || school->municipality_code.empty())
        continue;
      v1::ResolvedPlace chosen = candidate;
      *place = std::move(chosen);
      break;
    }
    if (school->point.has_value()) SetExactPoint(*school->point, &*place);
    return place;
  }

  absl::StatusOr<v1::ResolvedPlace> PostalCode(const PostalText& postal) const {
    int postal_code = 0;
    if (!absl::SimpleAtoi(postal.digits, &postal_code) || data_.LinesOf(postal_code).empty()) {
      return NotKnown(absl::StrCat("postcode ", postal.digits));
    }
    return maker_.OfPostalCode(postal_code, postal.letters);
  }

  // "7151 Eibergen" and "7151 AB Eibergen", when the name belongs to the postcode.
  absl::StatusOr<v1::ResolvedPlace> PostalCodeAndName(const PostalText& postal) const {
    PostalText pc6 = postal;
    pc6.form = Form::kPc6;
    pc6.letters = postal.name.substr(0, 2);
    const bool has_letters = postal.name.size() > 3 && postal.name[2] == ' ';
    if (has_letters && ParsePostalCode6(absl::StrCat(pc6.digits, pc6.letters)) &&
        IsNameIn(postal.digits, postal.name.substr(3))) {
      return PostalCode(pc6);
    }
    if (!IsNameIn(postal.digits, postal.name)) {
      return Invalid("text", "deze postcode en plaats horen niet bij elkaar; is het een Belgisch adres?",
                     kExpectedPostalCode);
    }
    PostalText pc4 = postal;
    pc4.form = Form::kPc4;
    return PostalCode(pc4);
  }

  // Also as PostalCodeName writes it: "Gaanderen / Terborg (Doetinchem)".
  bool IsNameIn(const std::string& digits, absl::string_view name) const {
    name = BaseName(name);
    name = name.substr(0, name.find(" / "));
    const auto found = data_.targets.find(NameKey(name));
    const auto postal_code = ParsePostalCode4(digits);
    if (found == data_.targets.end() || !postal_code.has_value()) return false;
    const absl::Span<const Data::Line> lines = data_.LinesOf(*postal_code);
    return std::any_of(lines.begin(), lines.end(), [&](const Data::Line& line) {
      return std::any_of(found->second.begin(), found->second.end(), [&](const Data::Target& target) {
        return target.index == (target.is_municipality ? line.municipality : line.locality);
      });
    });
  }

  std::optional<v1::ResolvedPlace> Named(absl::string_view text) const {
    const absl::string_view municipality = WithoutMunicipalityWord(text);
    std::vector<Data::Target> targets = TargetsOf(municipality);
    if (municipality != text)
      std::erase_if(targets, [](const Data::Target& target) { return !target.is_municipality; });
    if (targets.empty()) targets = QualifiedTargets(text);
    if (targets.empty()) return std::nullopt;
    std::vector<v1::ResolvedPlace> candidates;
    candidates.reserve(targets.size());
    for (const Data::Target& target : targets) {
      candidates.push_back(target.is_municipality ? maker_.OfMunicipality(target.index)
                                                  : maker_.OfLocality(target.index));
    }
    return OneOf(std::move(candidates));
  }

  std::vector<Data::Target> TargetsOf(absl::string_view name) const {
    const auto found = data_.targets.find(NameKey(name));
    return found == data_.targets.end() ? std::vector<Data::Target>() : found->second;
  }

  // "Beek (Montferland)": the places called Beek that lie in a gemeente called Montferland.
  std::vector<Data::Target> QualifiedTargets(absl::string_view text) const {
    for (const auto& [name, qualifier] : QualifiedNames(text)) {
      const std::vector<Data::Target> within = TargetsOf(qualifier);
      std::vector<Data::Target> targets = TargetsOf(name);
      std::erase_if(targets, [&](const Data::Target& target) {
        const Data::Target in = {true, target.is_municipality
                                           ? target.index
                                           : data_.localities[static_cast<size_t>(target.index)].municipality};
        return in.index == Data::kNone || std::find(within.begin(), within.end(), in) == within.end();
      });
      if (!targets.empty()) return targets;
    }
    return {};
  }

  absl::Status NotKnown(absl::string_view what) const {
    if (!is_complete_) {
      return NotFound(
          absl::StrCat(what,
                       " is hier niet bekend. Is er een tikfout? Van Nederland is alleen de eigen regio ingelezen; wie de "
                       "kaart beheert, kan de rest inlezen (GeoNames)"));
    }
    return NotFound(absl::StrCat(what, " bestaat niet in Nederland. Is er een tikfout, of is het een Belgisch adres?"));
  }

  const Data& data_;
  const PlaceMaker maker_;
  const bool is_complete_;
  const BrinLookup& brin_;
};

}  // namespace

std::vector<Data::Line> Data::Near(const v1::LatLng& point) const {
  std::vector<std::pair<double, size_t>> found;  // distance, line
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].point.has_value()) continue;
    found.emplace_back(
        DistanceM(point.latitude(), point.longitude(), lines[i].point->latitude(), lines[i].point->longitude()), i);
  }
  std::sort(found.begin(), found.end());
  std::vector<Line> near;
  for (const auto& [distance, line] : found) {
    if (distance > found[0].first * kAboutAsNear) break;
    near.push_back(lines[line]);
  }
  return near;
}

absl::StatusOr<v1::ResolvedPlace> Gazetteer::Resolve(const v1::Place& place, const BrinLookup& brin) const {
  const Resolver resolver(*data_, IsComplete(), brin);
  switch (place.place_case()) {
    case v1::Place::kPostalCode:
      return resolver.PostalCode(place.postal_code(), "postal_code");
    case v1::Place::kMunicipalityCode:
      return resolver.MunicipalityCode(place.municipality_code(), "municipality_code");
    case v1::Place::kPoint:
      return resolver.Point(place.point());
    case v1::Place::kText:
      return resolver.Text(place.text());
    case v1::Place::PLACE_NOT_SET:
      break;
  }
  return InvalidField("place", "leeg", kExpectedPlace, v1::ERROR_REASON_PLACE_INVALID);
}

}  // namespace socialekaart
