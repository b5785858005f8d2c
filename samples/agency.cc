#include "samples/agency.h"

#include <stdexcept>

namespace tangthu::samples {
namespace {

const Grammar::Alternatives& required(const Grammar& grammar, const std::string& rule) {
  const Grammar::Alternatives* found = grammar.find("", rule);
  if (found == nullptr || found->empty()) {
    throw std::logic_error("the texts have no rule " + rule);
  }
  return *found;
}

// "huyện Bình Lục" → "Bình Lục"
std::string without_kind(const std::string& name) {
  for (const char* kind :
       {"huyện ", "quận ", "thị xã ", "thành phố ", "xã ", "phường "}) {
    if (name.starts_with(kind)) return name.substr(std::string_view(kind).size());
  }
  return name;
}

}  // namespace

Agency choose_agency(const Grammar& grammar, Phrases& phrases) {
  Random& random = phrases.random();
  // kind | name | districts
  const auto province = split(random.pick(required(grammar, "province")), '|');
  const std::string district = random.pick(split(province.at(2), ','));
  const std::string commune = random.pick(required(grammar, "commune"));
  phrases.set("T", province.at(1));
  phrases.set("tinh", province.at(0) + " " + province.at(1));
  phrases.set("huyen", district);
  phrases.set("H", without_kind(district));
  phrases.set("xa", commune);
  phrases.set("X", without_kind(commune));

  const auto row = split(random.pick(required(grammar, "agency")), '|');
  Agency agency;
  agency.parent = phrases.expand(row.at(0));
  agency.name = phrases.expand(row.at(1));
  agency.long_name = phrases.expand(row.at(2));
  agency.symbol = row.at(3);
  agency.head = row.at(4);
  agency.deputy = row.at(5);
  agency.collective = row.at(6);
  agency.place = phrases.expand(row.at(7));
  agency.units = split(row.at(8), ',');
  agency.topics = split(row.at(9), ',');
  phrases.set("me", agency.long_name);
  phrases.set("head", agency.head);
  return agency;
}

}  // namespace tangthu::samples
