// Registers' entries as they are kept. For archive/books/*.cc only.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "archive/books/register.h"

namespace tangthu::archive {

inline constexpr const char* kRowKind = "register-row";
inline constexpr const char* kCorrectionKind = "register-correction";
inline constexpr const char* kCounterKind = "register-counter";

struct Pending {
  int ordinal = 0;
  DocumentId id;  // of the row
};

struct RegisterCounter {
  RegisterName name;
  int next = 1;
  std::vector<Pending> pending;
};

Json row_json(const RegisterRow& row);
Json correction_json(const DocumentId& row, const Correction& correction);
Json counter_json(const RegisterCounter& counter);

// Nothing for what these did not write.
std::optional<RegisterRow> row_of(const Entry& entry);
std::optional<std::pair<DocumentId, Correction>> correction_of(const Entry& entry);
std::optional<RegisterCounter> counter_of(const Entry& entry);

}  // namespace tangthu::archive
