// The record of a document: what the catalogue says of it. Kept sealed with the document
// and, shortened, as a label record for lists.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/level.h"
#include "base/result.h"
#include "ocr/text.h"

namespace tangthu::archive {

// Warnings are codes: what they mean to a person is the command line's business.
namespace warning {
inline constexpr const char* kLevelRaised = "level-raised-by-stamp";
inline constexpr const char* kUnreadPage = "page-not-recognised";
inline constexpr const char* kBlankPage = "blank-page";
inline constexpr const char* kLowConfidence = "low-confidence";
inline constexpr const char* kDoubtfulField = "doubtful-field";
inline constexpr const char* kDoubtfulStamp = "doubtful-secrecy-stamp";
// A page could not be read in any turn: a stamp on it may have been overlooked.
inline constexpr const char* kLevelUnread = "level-not-read";
inline constexpr const char* kScanBrokeOff = "scan-broke-off";
inline constexpr const char* kPageMissing = "page-missing";
// Besides these: the codes of scanner/quality/quality.h, of pages to be scanned again.
}  // namespace warning

// A page whose picture is not good enough, and why.
struct Rescan {
  int page = 0;
  std::string reason;  // a code of scanner/quality/quality.h
  double measured = 0;
  double limit = 0;
  bool operator==(const Rescan&) const = default;
};

// A page whose words are less sure on the whole than a page should be; 0: it was not
// recognised at all.
struct UnsurePage {
  int page = 0;
  double confidence = 0;
  bool operator==(const UnsurePage&) const = default;
};

// A person looked at a page or at the level, and it is right as it is now. What became of
// fields stands with the fields.
struct Reviewed {
  std::string what;  // "page-3", "level"
  std::string by;    // user
  UnixSeconds at = 0;
  std::string how;  // "confirmed", "corrected"
  bool operator==(const Reviewed&) const = default;
};

// A field read less surely than this is shown as doubtful, and goes to a person.
inline constexpr double kSureField = 0.70;
// So does a page whose words are less sure than this on the whole.
inline constexpr double kSurePage = 0.70;
// A page whose words are less sure than this on the whole could not be read: where a
// secrecy stamp was overlooked on it nothing would tell.
inline constexpr double kReadablePage = 0.50;
// Pages surer than this are not kept as doubtful: nobody asks for them.
inline constexpr double kAlmostSurePage = 0.90;
// A secrecy stamp read less surely than this goes to a person too.
inline constexpr double kSureStamp = 0.80;

struct Record {
  std::string file;   // name of the source
  std::string media;  // png, jpg, tiff, pdf, bmp, webp, jp2
  int pages = 0;
  int masters = 0;      // files kept as captured
  std::string dossier;  // code, may be empty
  // The case that allowed the scan of a secret (archive/cases/scanning.h), as whoever
  // scanned it named it; may be empty.
  std::string approval;
  UnixSeconds created = 0;
  // NAME → {value, confidence, page, box}, and once a person has settled it "readings":
  // [{value, confidence, by, at}], from recognition's (by "") to the one that holds.
  Json fields = Json::object();
  Json stamps = Json::array();
  // What persons said of the document in fields that are not on the paper, retention for
  // one (archive/model/kept_fields.h); those that are stand in `fields`.
  Json described = Json::object();
  std::vector<std::string> warnings;
  // A master is a PDF that somebody signed; nobody has checked the signature.
  bool has_signature = false;
  // Numbers of pages that are in the masters and not in the access copy.
  std::vector<int> left_out;
  std::vector<Rescan> rescan;            // by page; one page may have several
  std::vector<UnsurePage> unsure_pages;  // by page
  std::vector<Reviewed> reviewed;        // each thing once: the last time
  // What officers decided of the document's secrecy, in order (archive/secrecy/act.h).
  Json acts = Json::array();

  // The fields' values alone; those that need a person are left out.
  std::map<std::string, std::string> field_values() const;

  // [{"page","reason","measured","limit"}]
  Json rescan_json() const;
  // [{"page","confidence"}]
  Json unsure_pages_json() const;
  // [{"what","by","at","how"}]
  Json reviewed_json() const;
  const Reviewed* find_reviewed(std::string_view what) const;

  // CBOR, as stored.
  Bytes encode() const;
  // kCorrupt when the bytes are not a record.
  static Result<Record> decode(ByteView bytes);
};

// The day of its issue, as read surely or as a person gave it.
std::optional<Date> sure_date(const Record& record);

Bytes to_cbor(const Json& json);
// kCorrupt when the bytes are not CBOR.
Result<Json> from_cbor(ByteView bytes);

}  // namespace tangthu::archive
