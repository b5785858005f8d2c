#include "tests/indexer/differential.h"

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

#include "base/unicode.h"
#include "tests/indexer/random_archive.h"

namespace tangthu::indexer {
namespace {

// One archive: documents come and go, and between that it is asked.
class Archive {
 public:
  Archive(std::uint32_t seed, std::size_t of_a_state,
          std::unique_ptr<SearchUnderTest> tested, DifferentialResult& result)
      : seed_(seed),
        of_a_state_(of_a_state),
        random_(seed),
        tested_(std::move(tested)),
        result_(result) {
    // Most archives are small, so that many are tried; some have lists of several blocks.
    const bool large = random_.one_in(40);
    words_ = large ? 6 : 4 + random_.below(random_.one_in(10) ? 60 : 20);
    least_ =
        large ? 300 + random_.below(700) : random_.below(random_.one_in(3) ? 150 : 30);
    while (sources_.size() < least_) {
      add();
      if (random_.one_in(60)) merge();
    }
  }

  // Until the first difference.
  void run(std::size_t queries) {
    while (queries > 0 && result_.difference.empty()) {
      if (random_.one_in(of_a_state_)) change();
      ask();
      --queries;
    }
  }

 private:
  DocumentId new_id() {
    std::array<std::uint8_t, DocumentId::kSize> bytes{};
    for (std::uint8_t& byte : bytes) {
      byte = static_cast<std::uint8_t>(random_.below(256));
    }
    return DocumentId::from_bytes(bytes);
  }

  DocumentId any_id() {
    auto at = sources_.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(random_.below(sources_.size())));
    return at->first;
  }

  void put(const DocumentId& id) {
    PacketSource source = random_.document(words_);
    tested_->add(id, source);
    reference_.add(id, source);
    sources_.insert_or_assign(id, std::move(source));
  }
  void add() { put(new_id()); }

  void merge() {
    tested_->merge();
    ++result_.merges;
  }

  void change() {
    const std::size_t what = random_.below(12);
    if (sources_.empty() || what < 4) return add();
    if (what < 6) return put(any_id());
    if (what < 9) return merge();
    if (what == 9) return tested_->reopen();
    const DocumentId id = any_id();
    if (what == 10) return tested_->move(id, sources_.at(id));
    tested_->remove(id);
    reference_.remove(id);
    sources_.erase(id);
  }

  void ask() {
    static const PacketSource kNothing;
    const std::string text =
        random_.query(sources_.empty() ? kNothing : sources_.at(any_id()));
    const auto query = parse_query(text);
    if (!query) return;
    std::vector<Ranked> wanted = reference_.search(*query);
    const std::array limits{std::size_t{1}, std::size_t{3}, std::size_t{10},
                            sources_.size() + 1};
    const std::size_t limit = limits[random_.below(limits.size())];
    ++result_.queries;
    result_.with_hits += wanted.empty() ? 0 : 1;
    result_.found += wanted.size();
    if (random_.one_in(4)) return ask_besides(text, *query, wanted, limit);
    const std::vector<Ranked> found = tested_->search(*query, limit);
    cut(wanted, limit);
    if (found != wanted) result_.difference = told(text, limit, wanted, found);
  }

  // One document more.
  static void count(Facet& facet, std::map<std::string, std::map<std::string, int>>& all,
                    const std::string& value) {
    if (value.empty()) {
      ++facet.without;
    } else {
      ++all[fold(value)][value];
    }
  }
  static Facet most_frequent_first(
      Facet facet, const std::map<std::string, std::map<std::string, int>>& all) {
    for (const auto& [folded, spellings] : all) {
      FacetValue value;
      int most = 0;
      for (const auto& [spelling, documents] : spellings) {
        value.documents += static_cast<std::uint64_t>(documents);
        if (documents > most) value.value = spelling;
        most = std::max(most, documents);
      }
      facet.values.push_back(value);
    }
    std::stable_sort(
        facet.values.begin(), facet.values.end(),
        [](const auto& a, const auto& b) { return a.documents > b.documents; });
    return facet;
  }

  // Of the documents wanted, from their sources.
  Facets plain_facets(const std::vector<Ranked>& wanted) const {
    Facets out;
    std::map<std::string, std::map<std::string, int>> types;
    std::map<std::string, std::map<std::string, int>> agencies;
    std::map<std::string, std::map<std::string, int>> years;
    for (const Ranked& each : wanted) {
      const auto& fields = sources_.at(each.id).fields;
      const auto value = [&](const char* name) {
        const auto at = fields.find(name);
        return at == fields.end() ? std::string() : to_nfc(at->second);
      };
      count(out.types, types, value("type"));
      count(out.agencies, agencies, value("agency"));
      count(out.years, years, value("date").substr(0, 4));
    }
    out.types = most_frequent_first(std::move(out.types), types);
    out.agencies = most_frequent_first(std::move(out.agencies), agencies);
    out.years = most_frequent_first(std::move(out.years), years);
    std::sort(out.years.values.begin(), out.years.values.end(),
              [](const auto& a, const auto& b) { return a.value > b.value; });
    return out;
  }

  // How many there are, of which kinds, and in the order of days.
  void ask_besides(const std::string& text, const Query& query,
                   const std::vector<Ranked>& wanted, std::size_t limit) {
    const std::string where =
        "archive of seed " + std::to_string(seed_) + ", query [" + text + "]: ";
    const auto count = tested_->count(query);
    if (count && *count != wanted.size()) {
      result_.difference = where + std::to_string(wanted.size()) + " wanted, " +
                           std::to_string(*count) + " counted\n";
    }
    const auto facets = tested_->facets(query);
    if (facets && *facets != plain_facets(wanted))
      result_.difference = where + "other facets\n";
    const DayOrder order = random_.one_in(2) ? DayOrder::kNewest : DayOrder::kOldest;
    const auto found = tested_->by_day(query, order, limit);
    if (!found) return;
    std::vector<DocumentId> days = reference_.by_day(query, order);
    cut(days, limit);
    if (*found == days) return;
    result_.difference =
        told(text + "] by day [", limit, unscored(days), unscored(*found));
  }

  template <typename Value>
  static void cut(std::vector<Value>& list, std::size_t limit) {
    if (list.size() > limit) {
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(limit), list.end());
    }
  }

  static std::vector<Ranked> unscored(const std::vector<DocumentId>& ids) {
    std::vector<Ranked> out;
    for (const DocumentId& id : ids) {
      out.push_back({id, 0, 0});
    }
    return out;
  }

  std::string told(const std::string& text, std::size_t limit,
                   const std::vector<Ranked>& wanted, const std::vector<Ranked>& found) {
    std::ostringstream out;
    out.precision(17);
    out << "archive of seed " << seed_ << ", query [" << text << "], limit " << limit
        << '\n';
    const auto show = [&](const char* name, const std::vector<Ranked>& list,
                          std::size_t i) {
      out << name << ": ";
      if (i >= list.size()) {
        out << "nothing\n";
        return;
      }
      out << list[i].id.to_string() << " tier " << list[i].tier << " score "
          << list[i].score << '\n';
      const auto source = sources_.find(list[i].id);
      if (source == sources_.end()) return;
      for (const std::string& page : source->second.page_texts) {
        out << "  page [" << page << "]\n";
      }
      for (const auto& [field, value] : source->second.fields) {
        out << "  " << field << " [" << value << "]\n";
      }
    };
    std::size_t at = 0;
    while (at < wanted.size() && at < found.size() && wanted[at] == found[at]) {
      ++at;
    }
    out << wanted.size() << " wanted, " << found.size() << " found; first difference at "
        << at << '\n';
    show("wanted", wanted, at);
    show("found", found, at);
    return out.str();
  }

  std::uint32_t seed_;
  std::size_t of_a_state_;
  RandomArchive random_;
  std::unique_ptr<SearchUnderTest> tested_;
  DifferentialResult& result_;
  Reference reference_;
  std::map<DocumentId, PacketSource> sources_;
  std::size_t words_ = 0;
  std::size_t least_ = 0;
};

}  // namespace

DifferentialResult run_differential(
    const std::function<std::unique_ptr<SearchUnderTest>()>& make,
    const DifferentialPlan& plan) {
  constexpr std::size_t kStatesOfAnArchive = 17;
  const std::size_t of_an_archive = kStatesOfAnArchive * plan.of_a_state;
  DifferentialResult result;
  for (std::uint32_t seed = plan.seed;
       result.queries < plan.queries && result.difference.empty(); ++seed) {
    Archive(seed, plan.of_a_state, make(), result)
        .run(std::min(of_an_archive, plan.queries - result.queries));
  }
  return result;
}

}  // namespace tangthu::indexer
