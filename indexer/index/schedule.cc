#include "indexer/index/schedule.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cstdint>
#include <cstring>
#include <optional>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "indexer/base/date.h"

namespace socialekaart {
namespace {

constexpr uint8_t kEveryDay = 0x7F;
// In the order of absl::Weekday: Monday is 0.
constexpr std::array<absl::string_view, 7> kDays = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

struct Interval {
  int32_t from_day = INT32_MIN;  // days since 1970-01-01, inclusive
  int32_t to_day = INT32_MAX;
  uint16_t opens_minute = 0;  // of the day
  uint16_t closes_minute = 24 * 60;
  uint8_t days = kEveryDay;
  uint8_t unused[3] = {};
};

int32_t DayNumber(absl::CivilDay day) { return static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1)); }

// "09:00" and "09:00:00" were checked when the record was stored.
std::optional<uint16_t> Minutes(absl::string_view text) {
  if (text.size() < 5) return std::nullopt;
  const auto digit = [&](size_t i) { return text[i] - '0'; };
  return static_cast<uint16_t>((digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4));
}

std::optional<Interval> ToInterval(const v1::Schedule& schedule) {
  const bool weekly = schedule.freq().empty() || schedule.freq() == "WEEKLY";
  if (!weekly || (schedule.has_interval() && schedule.interval() > 1) || !schedule.byweekno().empty()) return std::nullopt;
  Interval interval;
  if (!schedule.byday().empty()) {
    interval.days = 0;
    for (const absl::string_view day : absl::StrSplit(schedule.byday(), ',', absl::SkipWhitespace())) {
      const auto* found = std::find(kDays.begin(), kDays.end(), absl::StripAsciiWhitespace(day));
      if (found == kDays.end()) return std::nullopt;
      interval.days = static_cast<uint8_t>(interval.days | (1u << (found - kDays.begin())));
    }
  }
  if (const auto from = ParseDate(schedule.valid_from())) interval.from_day = DayNumber(*from);
  if (const auto to = ParseDate(schedule.valid_to())) interval.to_day = DayNumber(*to);
  if (const auto opens = Minutes(schedule.opens_at())) interval.opens_minute = *opens;
  if (const auto closes = Minutes(schedule.closes_at())) interval.closes_minute = *closes;
  return interval;
}

void Pack(const google::protobuf::RepeatedPtrField<v1::Schedule>& schedules, std::string* packed) {
  for (const v1::Schedule& schedule : schedules) {
    if (const auto interval = ToInterval(schedule)) packed->append(reinterpret_cast<const char*>(&*interval), sizeof(*interval));
  }
}

absl::TimeZone Netherlands() {
  absl::TimeZone zone;
  return absl::LoadTimeZone("Europe/Amsterdam", &zone) ? zone : absl::FixedTimeZone(3600);
}

}  // namespace

std::string PackSchedules(const v1::Service& service) {
  std::string packed;
  Pack(service.schedules(), &packed);
  for (const auto& at : service.service_at_locations()) Pack(at.schedules(), &packed);
  return packed;
}

bool IsOpen(absl::string_view packed, absl::Time at) {
  static const absl::TimeZone zone = Netherlands();
  const absl::CivilMinute minute = absl::ToCivilMinute(at, zone);
  const absl::CivilDay day(minute);
  const int32_t day_number = DayNumber(day);
  const int minute_of_day = minute.hour() * 60 + minute.minute();
  const unsigned weekday = static_cast<unsigned>(absl::GetWeekday(day));
  for (; packed.size() >= sizeof(Interval); packed.remove_prefix(sizeof(Interval))) {
    Interval interval;
    std::memcpy(&interval, packed.data(), sizeof(interval));
    if (day_number >= interval.from_day && day_number <= interval.to_day && (interval.days >> weekday & 1u) != 0 &&
        minute_of_day >= interval.opens_minute && minute_of_day < interval.closes_minute) {
      return true;
    }
  }
  return false;
}

}  // namespace socialekaart
