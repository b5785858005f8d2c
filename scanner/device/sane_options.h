// The options of an open device, by name.
//
// Setting one option may change the others (SANE_INFO_RELOAD_OPTIONS); descriptors are
// read anew then, so none is kept across a set().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "scanner/device.h"
#include "scanner/device/sane_session.h"
#include "scanner/device/sane_values.h"

namespace tangthu::scanner {

class SaneOptions {
 public:
  // Drivers insist that every descriptor is read before the first set().
  explicit SaneOptions(const SaneDevice& device);

  // There and neither switched off nor read-only.
  bool can_set(std::string_view name) const;
  // kUsage with the option's name as subject. "auto" lets the driver choose, where it
  // can.
  Result<void> set(const std::string& name, std::string_view text);
  // The entries of a list of strings; empty where it is none.
  std::vector<std::string> strings(std::string_view name) const;
  // The current value; nothing when the option is off or can't be read.
  std::optional<std::string> text(std::string_view name) const;
  std::optional<double> number(std::string_view name) const;
  // The smallest value not below `wanted` that a numeric option takes.
  std::optional<double> at_least(std::string_view name, double wanted) const;

  // The largest value of a numeric option, where it has one.
  std::optional<double> most(std::string_view name) const;
  // Whether a length is counted in pixels rather than millimetres.
  bool in_pixels(std::string_view name) const;

  std::vector<OptionInfo> describe() const;

 private:
  struct Entry {
    SANE_Int index;
    const SANE_Option_Descriptor* option;
  };
  void load();
  const Entry* find(std::string_view name) const;
  std::optional<OptionValue> read(const Entry& entry) const;
  Result<void> control(const Entry& entry, SANE_Action action, void* memory);

  const SaneDevice& device_;
  std::vector<Entry> entries_;
};

}  // namespace tangthu::scanner
