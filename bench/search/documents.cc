#include "bench/search/documents.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "samples/calendar.h"
#include "samples/letter_case.h"

namespace tangthu::bench {
namespace {

using samples::Random;

constexpr int kPageWords = 320;

// About 60 words of heading and signature, and this many: short ones most, some of
// several pages.
int body_words(Random& random) {
  const double rarity = -std::log(1 - random.uniform());
  return kLeastWords - 80 + std::min(1500, static_cast<int>(rarity * 75));
}

samples::Date some_day(Random& random) {
  return samples::add_days({1995, 1, 1}, random.integer(0, 31 * 365));
}

class Maker {
 public:
  Maker(const Language& language, Random random)
      : language_(language), random_(random), issuer_(language.issuer(random_)) {}

  MadeRecord make() {
    themes_ = language_.themes(random_);
    heading();
    language_.walk(random_, themes_, body_words(random_), page_);
    signature();
    while (words() < kLeastWords) {
      language_.walk(random_, themes_, kLeastWords - words(), page_);
    }
    out_.words = words();
    end_page();
    split_pages();
    return std::move(out_);
  }

 private:
  int words() const { return page_.words; }

  void line(const Piece& piece) {
    if (piece.words > 0) page_.add(piece, '\n');
  }

  void field(const char* name, const Piece& piece) {
    if (piece.words == 0) return;
    out_.written.fields[name] = piece.text;
    out_.folded.fields[name] = piece.folded;
  }

  void heading() {
    const samples::Date date = some_day(random_);
    const Piece number(std::to_string(random_.chance(0.8) ? random_.integer(1, 999)
                                                          : random_.integer(1000, 8999)));
    line(issuer_.parent);
    line(issuer_.agency);
    line(Piece("Số: " + number.text + "/" + issuer_.symbol.text));
    line(Piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    line(Piece("Độc lập - Tự do - Hạnh phúc"));
    line(Piece(issuer_.place.text + ", ngày " + samples::long_date(date)));
    line(Piece(samples::to_upper(issuer_.type.text)));
    Text subject;
    language_.walk(random_, themes_, 8, subject);
    subject.text.pop_back();
    std::replace(subject.text.begin(), subject.text.end(), '\n', ' ');
    page_.add(Piece("Về việc " + subject.text), '\n');

    field("parent_agency", issuer_.parent);
    field("agency", issuer_.agency);
    field("number", number);
    field("symbol", issuer_.symbol);
    field("place", issuer_.place);
    field("type", issuer_.type);
    field("subject", Piece(subject.text));
    field("dossier", dossier(date.year));
    out_.written.fields["date"] = samples::iso_date(date);
    out_.folded.fields["date"] = samples::iso_date(date);
  }

  // Some hundred a year.
  Piece dossier(int year) {
    return Piece("Hồ sơ " + std::to_string(random_.integer(1, 400)) + " năm " +
                 std::to_string(year) + " của " + issuer_.agency.text);
  }

  void signature() {
    const Piece& signer = language_.person(random_);
    line(issuer_.title);
    line(signer);
    field("signer", signer);
    field("signer_title", issuer_.title);
  }

  void end_page() {
    if (page_.text.empty()) return;
    out_.written.pages.push_back(std::move(page_.text));
    out_.folded.pages.push_back(std::move(page_.folded));
  }

  // After lines, at about so many words each.
  void split_pages() {
    const std::string all = std::move(out_.written.pages.front());
    out_.written.pages.clear();
    std::size_t begin = 0;
    while (begin < all.size()) {
      std::size_t end = begin;
      for (int blanks = 0; end < all.size() && blanks < kPageWords; ++end) {
        if (all[end] == ' ' || all[end] == '\n') ++blanks;
      }
      end = end < all.size() ? std::min(all.find('\n', end), all.size() - 1)
                             : all.size() - 1;
      out_.written.pages.push_back(all.substr(begin, end + 1 - begin));
      begin = end + 1;
    }
  }

  const Language& language_;
  Random random_;
  const Issuer& issuer_;
  std::vector<std::size_t> themes_;
  Text page_;
  MadeRecord out_;
};

}  // namespace

MadeRecord DocumentMaker::make(std::uint32_t number) const {
  Random random(seed_ * 0x9E3779B97F4A7C15U + number);
  return Maker(language_, random.fork()).make();
}

}  // namespace tangthu::bench
