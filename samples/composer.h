// Puts a document together: the parts that every type shares, then each type's own body.
#pragma once

#include <string>
#include <vector>

#include "samples/agency.h"
#include "samples/document.h"
#include "samples/page_maker.h"

namespace tangthu::samples {

enum class Era : std::uint8_t {
  kModern,      // 2011 on: Decree 110/2004, Circular 01/2011, Decree 30/2020
  kOld,         // 1996–2010: V/v, T/M, K/T, "oà"
  kTypewriter,  // before 1996
};

struct Wishes {
  std::string type_code;
  Level level = Level::kThuong;
  Era era = Era::kModern;
  int amount = 2;  // 0 the least that makes sense … 5 several pages
  bool by_hand = false;
  std::string plant;
};

class Composer {
 public:
  Composer(const Grammar& grammar, Phrases& phrases, Wishes wishes);
  Document compose();

 private:
  // compose_parts.cc
  void choose_style();
  void choose_date();
  void compose_heading();
  void compose_number();
  void compose_place_date();
  void compose_signature();
  void compose_other_signature();
  void compose_recipients();
  void compose_seal();
  void place_plant();
  std::string era_text(std::string text) const;

  // compose.cc: the long types
  void compose_body();
  void title(const std::string& subject);
  void add(Paragraph paragraph);
  void text(const std::string& words);
  void bullet(const std::string& words);
  void section(const std::string& words);
  void lead(const std::string& bold, const std::string& rest);
  void centred(const std::string& words, double before = 4);
  void to_whom(const std::vector<std::string>& whom);
  void recitals();
  void table(std::vector<Block>& into);
  void points(const std::string& rule, int count);
  void numbered(const std::vector<std::string>& items);
  int some(int least, int per_amount);
  void decision();
  void call_it_resolution();
  void regulation();
  void directive();
  void plan();
  void report();
  void submission();
  void letter();
  void telegram();
  void annex();

  // compose_forms.cc: the short ones, and those with two sides
  void minutes();
  void contract();
  void memorandum();
  void invitation();
  void introduction();
  void leave();
  void authorisation();
  void slip();
  void open_letter();
  void dotted(const std::string& label, const std::string& value);

  const Grammar& grammar_;
  Phrases& say_;
  Random& random_;
  Wishes wishes_;
  Agency agency_;
  Document document_;
  std::string subject_;       // starts with a small letter, a verb
  std::string subject_line_;  // as printed under the type
  std::string number_text_;   // "582/QĐ-SGDĐT"
  int articles_ = 0;
};

}  // namespace tangthu::samples
