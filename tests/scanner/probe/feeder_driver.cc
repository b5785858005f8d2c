// A scanner with a sheet feeder, for the tests of what goes wrong in the middle of a
// batch: SANE's own `test` device, whose faults otherwise meet every sheet, with a fault
// at one sheet of the stack, and with the options of a feeder that detects double feeds.
// SANE finds it as "feeder:0" where LD_LIBRARY_PATH names its folder.
//
//   SANE_FEEDER=4:SANE_STATUS_JAMMED  the fourth sheet jams; any status of `test`
//   SANE_FEEDER=4:double-feed         two sheets go together, if detection is on
//   SANE_FEEDER=4:crash, 4:hang       the driver itself
//   SANE_FEEDER_STACK=FILE            a feeder that is empty at times: as many sheets lie
//   in
//                                     it as the file has bytes, and each that is fed goes
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

#include <dlfcn.h>
#include <sane/sane.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

// As the names of SANE's functions: sane_test_open.
template <typename Function>
Function* of_test(const char* name) {
  static void* const library = dlopen(SANE_TEST_DRIVER, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) std::abort();
  return reinterpret_cast<Function*>(dlsym(library, name));
}

SANE_String_Const actions[] = {"Default", "Continue", "Stop", nullptr};
constexpr SANE_Range kSide = {0, SANE_FIX(400), 0};

enum Added { kAction, kThickness, kSensor, kPageWidth, kPageHeight, kAdded };
std::array<SANE_Option_Descriptor, kAdded> added;
std::array<SANE_Word, kAdded> words{};
std::string action = "Default";

SANE_Int own_options = 0;  // of `test`
int sheets = 0;
int fault_at = 0;
std::string fault;

SANE_Option_Descriptor described(const char* name, SANE_Value_Type type, SANE_Int cap) {
  SANE_Option_Descriptor option{};
  option.name = option.title = option.desc = name;
  option.type = type;
  option.cap = cap;
  option.size = type == SANE_TYPE_STRING ? 16 : static_cast<SANE_Int>(sizeof(SANE_Word));
  return option;
}

void describe() {
  constexpr SANE_Int kSet = SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT;
  added[kAction] = described("df-action", SANE_TYPE_STRING, kSet);
  added[kAction].constraint_type = SANE_CONSTRAINT_STRING_LIST;
  added[kAction].constraint.string_list = actions;
  added[kThickness] = described("df-thickness", SANE_TYPE_BOOL,
                                kSet | (action == "Default" ? SANE_CAP_INACTIVE : 0));
  added[kSensor] = described("double-feed", SANE_TYPE_BOOL, SANE_CAP_SOFT_DETECT);
  for (const int side : {kPageWidth, kPageHeight}) {
    auto& option = added[static_cast<std::size_t>(side)];
    option = described(side == kPageWidth ? "page-width" : "page-height", SANE_TYPE_FIXED,
                       kSet);
    option.unit = SANE_UNIT_MM;
    option.constraint_type = SANE_CONSTRAINT_RANGE;
    option.constraint.range = &kSide;
  }
}

const SANE_Option_Descriptor* own_option(SANE_Handle handle, SANE_Int index) {
  return of_test<const SANE_Option_Descriptor*(SANE_Handle, SANE_Int)>(
      "sane_test_get_option_descriptor")(handle, index);
}

SANE_Status own_control(SANE_Handle handle, SANE_Int index, SANE_Action act, void* value,
                        SANE_Int* info) {
  return of_test<SANE_Status(SANE_Handle, SANE_Int, SANE_Action, void*, SANE_Int*)>(
      "sane_test_control_option")(handle, index, act, value, info);
}

// Whether there was one.
bool takes_sheet() {
  const char* stack = std::getenv("SANE_FEEDER_STACK");
  if (stack == nullptr) return true;
  struct stat info {};
  if (stat(stack, &info) != 0 || info.st_size == 0) return false;
  return truncate(stack, info.st_size - 1) == 0;
}

void return_from_reading(SANE_Handle handle, const std::string& status) {
  std::array<char, 64> value{};
  status.copy(value.data(), value.size() - 1);
  for (SANE_Int i = 1; i < own_options; ++i) {
    const auto* option = own_option(handle, i);
    if (option->name != nullptr && std::strcmp(option->name, "read-return-value") == 0) {
      own_control(handle, i, SANE_ACTION_SET_VALUE, value.data(), nullptr);
    }
  }
}

}  // namespace

extern "C" {

SANE_Status sane_feeder_init(SANE_Int* version, SANE_Auth_Callback callback) {
  const char* plan = std::getenv("SANE_FEEDER");
  fault_at = plan == nullptr ? 0 : std::atoi(plan);
  const char* colon = plan == nullptr ? nullptr : std::strchr(plan, ':');
  fault = colon == nullptr ? "" : colon + 1;
  describe();
  return of_test<SANE_Status(SANE_Int*, SANE_Auth_Callback)>("sane_test_init")(version,
                                                                               callback);
}

void sane_feeder_exit() {
  of_test<void()>("sane_test_exit")();
}

SANE_Status sane_feeder_get_devices(const SANE_Device*** list, SANE_Bool) {
  static const SANE_Device device = {"0", "Tangthu", "Test Feeder", "sheetfed scanner"};
  static const SANE_Device* devices[] = {&device, nullptr};
  *list = devices;
  return SANE_STATUS_GOOD;
}

SANE_Status sane_feeder_open(SANE_String_Const name, SANE_Handle* handle) {
  const auto status = of_test<SANE_Status(SANE_String_Const, SANE_Handle*)>(
      "sane_test_open")(name, handle);
  if (status != SANE_STATUS_GOOD) return status;
  while (own_option(*handle, own_options) != nullptr)
    ++own_options;
  return status;
}

void sane_feeder_close(SANE_Handle handle) {
  of_test<void(SANE_Handle)>("sane_test_close")(handle);
}

const SANE_Option_Descriptor* sane_feeder_get_option_descriptor(SANE_Handle handle,
                                                                SANE_Int index) {
  if (index < own_options) return own_option(handle, index);
  const auto mine = static_cast<std::size_t>(index - own_options);
  return mine < added.size() ? &added[mine] : nullptr;
}

SANE_Status sane_feeder_control_option(SANE_Handle handle, SANE_Int index,
                                       SANE_Action act, void* value, SANE_Int* info) {
  if (index < own_options) return own_control(handle, index, act, value, info);
  const auto mine = static_cast<std::size_t>(index - own_options);
  if (mine >= added.size()) return SANE_STATUS_INVAL;
  if (info != nullptr) *info = SANE_INFO_RELOAD_OPTIONS;
  if (mine == kAction && act == SANE_ACTION_SET_VALUE) {
    action = static_cast<const char*>(value);
    describe();
  } else if (mine == kAction) {
    std::strcpy(static_cast<char*>(value), action.c_str());
  } else if (act == SANE_ACTION_SET_VALUE) {
    words[mine] = *static_cast<SANE_Word*>(value);
  } else {
    *static_cast<SANE_Word*>(value) = words[mine];
  }
  return SANE_STATUS_GOOD;
}

SANE_Status sane_feeder_get_parameters(SANE_Handle handle, SANE_Parameters* parameters) {
  return of_test<SANE_Status(SANE_Handle, SANE_Parameters*)>("sane_test_get_parameters")(
      handle, parameters);
}

SANE_Status sane_feeder_start(SANE_Handle handle) {
  if (!takes_sheet()) return SANE_STATUS_NO_DOCS;
  ++sheets;
  if (sheets == fault_at && fault.rfind("SANE_STATUS", 0) == 0) {
    return_from_reading(handle, fault);
  }
  return of_test<SANE_Status(SANE_Handle)>("sane_test_start")(handle);
}

SANE_Status sane_feeder_read(SANE_Handle handle, SANE_Byte* data, SANE_Int most,
                             SANE_Int* length) {
  if (sheets == fault_at && fault == "crash") std::raise(SIGSEGV);
  while (sheets == fault_at && fault == "hang")
    pause();
  const bool detects = action == "Stop" && words[kThickness] == SANE_TRUE;
  if (sheets == fault_at && fault == "double-feed" && detects) {
    words[kSensor] = SANE_TRUE;
    *length = 0;
    return SANE_STATUS_JAMMED;
  }
  return of_test<SANE_Status(SANE_Handle, SANE_Byte*, SANE_Int, SANE_Int*)>(
      "sane_test_read")(handle, data, most, length);
}

void sane_feeder_cancel(SANE_Handle handle) {
  of_test<void(SANE_Handle)>("sane_test_cancel")(handle);
}

SANE_Status sane_feeder_set_io_mode(SANE_Handle handle, SANE_Bool mode) {
  return of_test<SANE_Status(SANE_Handle, SANE_Bool)>("sane_test_set_io_mode")(handle,
                                                                               mode);
}

SANE_Status sane_feeder_get_select_fd(SANE_Handle handle, SANE_Int* descriptor) {
  return of_test<SANE_Status(SANE_Handle, SANE_Int*)>("sane_test_get_select_fd")(
      handle, descriptor);
}

}  // extern "C"
