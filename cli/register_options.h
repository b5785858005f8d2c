// The commands on registers: what they are given, and what they do.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "archive/books/register_paper.h"
#include "cli/context.h"
#include "cli/filter_options.h"

namespace tangthu::cli {

// As rules/registers.toml calls the register of copies.
inline constexpr const char* kCopiesBook = "sao-chup";

struct RegisterOptions {
  std::vector<std::string> ids;
  std::string row;
  bool all_new = false;
  FilterOptions filter;
  std::string book;
  int year = 0;
  std::string series;
  archive::Cells cells;  // that were given
  std::string reason;
  std::vector<std::string> corrections;
  std::filesystem::path out;
  std::string format;
  archive::RegisterExtent extent;
};

Result<int> register_enter(Context& context, const RegisterOptions& options);
Result<int> register_hand_over(Context& context, const RegisterOptions& options);
Result<int> register_correct(Context& context, const RegisterOptions& options);
Result<int> register_list(Context& context, const RegisterOptions& options);
Result<int> register_print(Context& context, const RegisterOptions& options);

}  // namespace tangthu::cli
