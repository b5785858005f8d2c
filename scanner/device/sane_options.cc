#include "scanner/device/sane_options.h"

#include <algorithm>

#include "scanner/device/fault.h"
#include "scanner/device/limits.h"

namespace tangthu::scanner {
namespace {

// SANE numbers options from 0 (their count).
constexpr auto kMostOptions = static_cast<SANE_Int>(kMaxDeviceOptions);

bool active(const SANE_Option_Descriptor& option) {
  return SANE_OPTION_IS_ACTIVE(option.cap);
}

bool settable(const SANE_Option_Descriptor& option) {
  return SANE_OPTION_IS_SETTABLE(option.cap);
}

bool readable(const SANE_Option_Descriptor& option) {
  return active(option) && (option.cap & SANE_CAP_SOFT_DETECT) != 0 &&
         option.type != SANE_TYPE_BUTTON;
}

const char* or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

}  // namespace

SaneOptions::SaneOptions(const SaneDevice& device) : device_(device) {
  load();
}

void SaneOptions::load() {
  entries_.clear();
  for (SANE_Int index = 0; index < kMostOptions; ++index) {
    const auto* option = sane_get_option_descriptor(device_.handle(), index);
    if (option == nullptr) break;
    const bool named = option->name != nullptr && *option->name != '\0';
    if (named && option->type != SANE_TYPE_GROUP) entries_.push_back({index, option});
  }
}

const SaneOptions::Entry* SaneOptions::find(std::string_view name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& e) { return e.option->name == name; });
  return found == entries_.end() ? nullptr : &*found;
}

bool SaneOptions::can_set(std::string_view name) const {
  const Entry* entry = find(name);
  return entry != nullptr && active(*entry->option) && settable(*entry->option);
}

Result<void> SaneOptions::set(const std::string& name, std::string_view text) {
  const Entry* entry = find(name);
  if (entry == nullptr) {
    return device_failure(DeviceFault::kUnknownOption, name);
  }
  const SANE_Option_Descriptor& option = *entry->option;
  if (!settable(option)) {
    return device_failure(DeviceFault::kReadOnlyOption, name);
  }
  if (!active(option)) {
    return device_failure(DeviceFault::kInactiveOption, name);
  }
  if (text == "auto" && (option.cap & SANE_CAP_AUTOMATIC) != 0) {
    return control(*entry, SANE_ACTION_SET_AUTO, nullptr);
  }
  OptionValue value = TRY(parse_value(option, text));
  return control(*entry, SANE_ACTION_SET_VALUE, value.memory());
}

Result<void> SaneOptions::control(const Entry& entry, SANE_Action action, void* memory) {
  SANE_Int info = 0;
  const std::string name = entry.option->name;
  const SANE_Status status =
      sane_control_option(device_.handle(), entry.index, action, memory, &info);
  if ((info & SANE_INFO_RELOAD_OPTIONS) != 0) load();
  if (status == SANE_STATUS_INVAL || status == SANE_STATUS_UNSUPPORTED) {
    return device_failure(DeviceFault::kBadOptionValue, name);
  }
  if (status != SANE_STATUS_GOOD) return status_failure(status, device_.name());
  return {};
}

std::vector<std::string> SaneOptions::strings(std::string_view name) const {
  std::vector<std::string> list;
  const Entry* entry = find(name);
  if (entry == nullptr || entry->option->constraint_type != SANE_CONSTRAINT_STRING_LIST) {
    return list;
  }
  for (const auto* s = entry->option->constraint.string_list; *s != nullptr; ++s) {
    list.emplace_back(*s);
  }
  return list;
}

std::optional<OptionValue> SaneOptions::read(const Entry& entry) const {
  if (!readable(*entry.option)) return std::nullopt;
  OptionValue value = empty_value(*entry.option);
  const SANE_Status status = sane_control_option(
      device_.handle(), entry.index, SANE_ACTION_GET_VALUE, value.memory(), nullptr);
  if (status != SANE_STATUS_GOOD) return std::nullopt;
  return value;
}

std::optional<std::string> SaneOptions::text(std::string_view name) const {
  const Entry* entry = find(name);
  if (entry == nullptr) return std::nullopt;
  const auto value = read(*entry);
  if (!value) return std::nullopt;
  return format_value(*entry->option, *value);
}

std::optional<double> SaneOptions::number(std::string_view name) const {
  const Entry* entry = find(name);
  if (entry == nullptr) return std::nullopt;
  const auto value = read(*entry);
  if (!value || value->words.size() != 1) return std::nullopt;
  return word_number(*entry->option, value->words[0]);
}

std::optional<double> SaneOptions::at_least(std::string_view name, double wanted) const {
  const Entry* entry = find(name);
  if (entry == nullptr) return std::nullopt;
  const SANE_Option_Descriptor& option = *entry->option;
  if (option.constraint_type == SANE_CONSTRAINT_RANGE) {
    const SANE_Range& range = *option.constraint.range;
    if (wanted > word_number(option, range.max)) return std::nullopt;
    return std::max(wanted, word_number(option, range.min));
  }
  if (option.constraint_type != SANE_CONSTRAINT_WORD_LIST) return wanted;
  std::optional<double> best;
  for (SANE_Word i = 1; i <= option.constraint.word_list[0]; ++i) {
    const double value = word_number(option, option.constraint.word_list[i]);
    if (value >= wanted && (!best || value < *best)) best = value;
  }
  return best;
}

std::optional<double> SaneOptions::most(std::string_view name) const {
  const Entry* entry = find(name);
  if (entry == nullptr) return std::nullopt;
  const SANE_Option_Descriptor& option = *entry->option;
  if (option.constraint_type == SANE_CONSTRAINT_RANGE) {
    return word_number(option, option.constraint.range->max);
  }
  if (option.constraint_type != SANE_CONSTRAINT_WORD_LIST) return std::nullopt;
  std::optional<double> best;
  for (SANE_Word i = 1; i <= option.constraint.word_list[0]; ++i) {
    const double value = word_number(option, option.constraint.word_list[i]);
    best = std::max(best.value_or(value), value);
  }
  return best;
}

bool SaneOptions::in_pixels(std::string_view name) const {
  const Entry* entry = find(name);
  return entry != nullptr && entry->option->unit == SANE_UNIT_PIXEL;
}

std::vector<OptionInfo> SaneOptions::describe() const {
  std::vector<OptionInfo> list;
  for (const Entry& entry : entries_) {
    const SANE_Option_Descriptor& option = *entry.option;
    OptionInfo info;
    info.name = option.name;
    info.title = or_empty(option.title);
    info.type = type_name(option);
    info.unit = unit_name(option);
    info.constraint = describe_constraint(option);
    if (const auto value = read(entry)) info.value = format_value(option, *value);
    info.active = active(option);
    info.settable = settable(option);
    list.push_back(std::move(info));
  }
  return list;
}

}  // namespace tangthu::scanner
