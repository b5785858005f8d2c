// What went wrong, for a person and for a script.
//
// An error carries a code (which owns an exit status), a literal text and a literal
// remedy. Both are string literals by construction, so that neither document text nor a
// key can ever get into one; `subject` names the file, option or id that is meant and
// nothing else. Texts are English and serve as message ids for translation.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

namespace tangthu {

// The values are the process exit codes of the command line. Frozen: scripts rely on
// them.
enum class ErrorCode : int {
  kUnexpected = 1,
  kUsage = 2,
  kNotFound = 3,  // also "not cleared": the two are one answer
  kBadInput = 4,
  kSealedOrBusy = 5,
  kAuthentication = 6,
  kCorrupt = 7,
  kStorage = 8,
  kSomeFailed = 9,
  kInterrupted = 130,
};

// A string literal, known at compile time.
class Literal {
 public:
  template <std::size_t N>
  consteval Literal(const char (&text)[N]) : text_(text) {}  // NOLINT: implicit by design
  const char* c_str() const { return text_; }

 private:
  const char* text_;
};

class Error {
 public:
  Error(ErrorCode code, Literal text, Literal remedy, std::string subject = {})
      : code_(code), text_(text), remedy_(remedy), subject_(std::move(subject)) {}

  ErrorCode code() const { return code_; }
  const char* text() const { return text_.c_str(); }
  const char* remedy() const { return remedy_.c_str(); }
  const std::string& subject() const { return subject_; }

  // The same error, said of `subject` (where it has none yet).
  Error about(std::string subject) && {
    if (subject_.empty()) subject_ = std::move(subject);
    return std::move(*this);
  }
  // The same error, said of its subject within `place`: "line 3: number".
  Error within(const std::string& place) && {
    subject_ = subject_.empty() ? place : place + ": " + subject_;
    return std::move(*this);
  }

 private:
  ErrorCode code_;
  Literal text_;
  Literal remedy_;
  std::string subject_;
};

}  // namespace tangthu
