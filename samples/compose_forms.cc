#include "base/unicode.h"
#include "samples/composer.h"
#include "samples/letter_case.h"

namespace tangthu::samples {

// "Họ và tên: Nguyễn Văn A"
void Composer::dotted(const std::string& label, const std::string& value) {
  Paragraph paragraph;
  paragraph.spans = {{label + ": " + value}};
  paragraph.align = Align::kLeft;
  paragraph.after = document_.style.paragraph_gap;
  add(std::move(paragraph));
}

void Composer::compose_other_signature() {
  Signature other;
  other.name = say_.person();
  other.sealed = false;
  document_.left_signature = std::move(other);
}

void Composer::minutes() {
  title(random_.chance(0.5) ? "Hội nghị " + subject_ : "Cuộc họp về việc " + subject_);
  dotted("Thời gian bắt đầu", say_.say("clock") + " ngày " + long_date(document_.date));
  dotted("Địa điểm", say_.say("room"));
  section("1. Thành phần tham dự");
  bullet("Chủ trì: Ông " + say_.person() + " - " + agency_.head + ";");
  const std::string clerk = say_.person();
  bullet("Thư ký: Bà " + clerk + " - " + say_.say("clerk-title") + ";");
  points("attendee", some(1, 0));
  section("2. Nội dung");
  text(say_.say("minutes-opening"));
  points(random_.chance(0.5) ? "result" : "problem", some(1, 1));
  text(say_.say("minutes-opinions"));
  points("opinion", some(1, 1));
  section("3. Kết luận");
  points("task", some(1, 1));
  text(say_.say("minutes-end"));
  compose_other_signature();
  document_.left_signature->title = "THƯ KÝ";
  document_.left_signature->name = clerk;
}

void Composer::contract() {
  const std::string what = say_.say("contract-subject");
  title("Về việc " + what);
  Paragraph ground;
  ground.spans = {{"Căn cứ " + say_.say("contract-law") + ";", false, true}};
  add(ground);
  text("Hôm nay, ngày " + long_date(document_.date) + ", tại " + say_.say("room") +
       ", chúng tôi gồm:");
  for (const char* side : {"A", "B"}) {
    const bool ours = std::string_view(side) == "A";
    lead(std::string("BÊN ") + side + ":",
         to_upper(ours ? agency_.long_name : say_.say("company")));
    dotted("Địa chỉ", say_.say("address"));
    dotted("Điện thoại", say_.expand("0{20-29}.3{100-999}.{1000-9999}"));
    dotted("Đại diện", "Ông " + say_.person() + ", chức vụ: " +
                           (ours ? agency_.head : std::string("Giám đốc")));
    if (wishes_.amount > 0) dotted("Tài khoản số", say_.say("bank-account"));
  }
  text("Hai bên thống nhất ký kết hợp đồng với các điều khoản sau:");
  for (const std::string& clause : say_.say_some("contract-clause", some(3, 2))) {
    const auto parts = split(clause, '#');
    lead("Điều " + std::to_string(++articles_) + ". " + parts.at(0) + ".", parts.at(1));
  }
  if (wishes_.amount > 1) table(document_.body);
  text(say_.say("contract-end"));
  compose_other_signature();
  document_.left_signature->title = "ĐẠI DIỆN BÊN B";
}

void Composer::memorandum() {
  title("Về việc phối hợp " + subject_);
  text("Hôm nay, ngày " + long_date(document_.date) + ", " + agency_.long_name + " và " +
       say_.say("partner") + " thống nhất các nội dung sau:");
  for (const std::string& task : say_.say_some("task", some(2, 1))) {
    lead("Điều " + std::to_string(++articles_) + ".", task);
  }
  for (const std::string& clause : say_.say_some("memorandum-clause", some(1, 1))) {
    lead("Điều " + std::to_string(++articles_) + ".", clause);
  }
  compose_other_signature();
  document_.left_signature->title = "ĐẠI DIỆN BÊN B";
}

void Composer::invitation() {
  const std::string kind = say_.say("meeting");
  title("Dự " + kind + " " + subject_);
  text(agency_.long_name + " trân trọng kính mời: " + say_.say("guest"));
  text("Tới dự " + kind + " " + subject_ + ".");
  dotted("Chủ trì", "Ông " + say_.person() + " - " + agency_.head);
  dotted("Thời gian", say_.say("clock") + ", " + weekday_name(document_.date) +
                          ", ngày " + short_date(add_days(document_.date, 7)));
  dotted("Địa điểm", say_.say("room"));
  if (wishes_.amount > 0) text(say_.say("invitation-note"));
  text(say_.say("closing-invitation"));
}

void Composer::introduction() {
  title("");
  text(agency_.long_name + " trân trọng giới thiệu:");
  dotted("Ông (bà)", say_.person());
  dotted("Chức vụ", say_.say("post"));
  dotted("Được cử đến", say_.say("addressee"));
  dotted("Về việc", subject_);
  text(say_.say("introduction-ask"));
  text("Giấy này có giá trị đến hết ngày " +
       short_date(add_days(document_.date, random_.integer(10, 45))) + "./.");
  document_.fields["subject"] = to_nfc(era_text(subject_));
}

void Composer::leave() {
  title("");
  const std::string who = say_.person();
  text("Xét đơn đề nghị nghỉ phép ngày " + short_date(add_days(document_.date, -4)) +
       " của ông (bà) " + who + ", " + agency_.long_name + " cấp cho:");
  dotted("Ông (bà)", who);
  dotted("Chức vụ", say_.say("post"));
  dotted(
      "Được nghỉ phép năm " + std::to_string(document_.date.year) + " trong thời gian",
      say_.expand("{05-12} ngày, kể từ ngày ") + short_date(add_days(document_.date, 6)));
  dotted("Nơi nghỉ phép", say_.say("address"));
  text(say_.say("leave-note"));
}

void Composer::authorisation() {
  title("");
  recitals();
  text("Chúng tôi gồm có:");
  lead("Bên ủy quyền:",
       "Ông " + say_.person() + ", " + agency_.head + " " + agency_.long_name + ".");
  lead("Bên được ủy quyền:",
       "Bà " + say_.person() + ", " + agency_.deputy + " " + agency_.long_name + ".");
  section("Nội dung ủy quyền");
  numbered(say_.say_some("task", some(1, 1)));
  text(say_.say("authorisation-term"));
}

void Composer::slip() {
  const std::string& code = wishes_.type_code;
  title(code == "PB" ? "Về việc " + subject_ : "");
  to_whom({say_.say("addressee")});
  text(say_.say(code == "PG"   ? "slip-send"
                : code == "PC" ? "slip-forward"
                               : "slip-notice"));
  if (code == "PG" || random_.chance(0.6)) {
    for (const std::string& item : say_.say_some("slip-item", some(2, 1)))
      bullet(item);
  }
  text(say_.say("slip-closing"));
}

void Composer::open_letter() {
  to_whom({say_.say("letter-audience")});
  text(say_.say("letter-greeting"));
  text(say_.say("situation"));
  for (const std::string& thanks : say_.say_some("letter-thanks", some(1, 1))) {
    text(thanks);
  }
  text(say_.say("letter-farewell"));
}

}  // namespace tangthu::samples
