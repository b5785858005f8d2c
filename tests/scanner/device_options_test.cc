// Options by name: what people may write, and what they are told when it is wrong.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "scanner/device/sane_choices.h"
#include "tests/scanner/device_fixture.h"

namespace tangthu::scanner {
namespace {

class DeviceOptionsTest : public DeviceFixture {
 protected:
  // "" when the device takes the options; else the subject of the usage error.
  static std::string refused(OptionList options) {
    options.insert(options.begin(), {"enable-test-options", "yes"});
    const auto source = open_device(test_device(std::move(options)));
    if (source) return {};
    EXPECT_EQ(source.error().code(), ErrorCode::kUsage) << source.error().text();
    return source.error().subject();
  }
  static OptionInfo info(const std::string& device, const std::string& name) {
    const auto list = list_options(device);
    if (!list) {
      ADD_FAILURE() << list.error().text();
      return {};
    }
    const auto found = std::find_if(list->begin(), list->end(),
                                    [&](const auto& o) { return o.name == name; });
    if (found != list->end()) return *found;
    ADD_FAILURE() << "no option " << name;
    return {};
  }
};

TEST_F(DeviceOptionsTest, TakesEveryTypeAsScanimageDoes) {
  for (const OptionList& good : std::vector<OptionList>{
           {{"bool-soft-select-soft-detect", "yes"}},
           {{"bool-soft-select-soft-detect", "FALSE"}},
           {{"bool-soft-select-soft-detect-auto", "auto"}},
           {{"int", "-7"}},
           {{"int-constraint-range", "192"}},
           {{"int-constraint-range", "8px"}},
           {{"int-constraint-word-list", "65536"}},
           {{"int-constraint-array", "1,2,3,4,5,-6"}},
           {{"int-constraint-array-constraint-range", "4,6,8,10,12,14"}},
           {{"int-constraint-array-constraint-word-list", "-42,-8,0,17,42,256"}},
           {{"fixed", "3.25"}},
           {{"fixed-constraint-range", "-42.17"}},
           {{"fixed-constraint-word-list", "12.1"}},
           {{"br-x", "8cm"}},
           {{"br-x", "2in"}},
           {{"br-x", "55.5mm"}},
           {{"string", "any text at all"}},
           {{"string-constraint-string-list", "Second entry"}},
           {{"string-constraint-string-list", "second"}},
           {{"button", ""}}}) {
    EXPECT_EQ(refused(good), "") << good[0].first << "=" << good[0].second;
  }
}

TEST_F(DeviceOptionsTest, WrongValuesNameTheOption) {
  for (const auto& bad :
       OptionList{{"bool-soft-select-soft-detect", "maybe"},
                  {"bool-soft-select-soft-detect", ""},
                  {"int", "seven"},
                  {"int", "7.5"},
                  {"int", "99999999999"},
                  {"int", "7 apples"},
                  {"int", ""},
                  {"int", "nan"},
                  {"int-constraint-range", "194"},
                  {"int-constraint-range", "8mm"},
                  {"int-constraint-word-list", "43"},
                  {"int-constraint-array", "1,2,3"},
                  {"int-constraint-array", "1,2,3,4,5,6,7"},
                  {"int-constraint-array", "1,2,3,4,5,"},
                  {"int-constraint-array-constraint-range", "1,2,3,4,5,6"},
                  {"fixed", "1e9"},
                  {"fixed-constraint-range", "-43"},
                  {"fixed-constraint-word-list", "12.2"},
                  {"br-x", "201"},
                  {"br-x", "21cm"},
                  {"string", std::string(5000, 'x')},
                  {"string-constraint-string-list", "Third"},
                  {"string-constraint-string-list", ""},
                  {"button", "no"},
                  {"resolution", "0"},
                  {"mode", "Colour"}}) {
    EXPECT_EQ(refused({bad}), bad.first) << bad.first << "=" << bad.second;
  }
}

TEST_F(DeviceOptionsTest, UnknownReadOnlyAndInactiveOptionsAreNamed) {
  EXPECT_EQ(refused({{"colour-of-the-sky", "blue"}}), "colour-of-the-sky");
  EXPECT_EQ(refused({{"bool-soft-detect", "yes"}}), "bool-soft-detect");
  EXPECT_EQ(refused({{"bool-hard-select", "yes"}}), "bool-hard-select");
  // Off until read-limit is on.
  EXPECT_EQ(refused({{"read-limit-size", "10"}}), "read-limit-size");
  EXPECT_EQ(refused({{"read-limit", "yes"}, {"read-limit-size", "10"}}), "");
  // On only in colour, which is the default; the order decides.
  EXPECT_EQ(refused({{"three-pass", "yes"}, {"three-pass-order", "BGR"}}), "");
  EXPECT_EQ(refused({{"three-pass-order", "BGR"}, {"three-pass", "yes"}}),
            "three-pass-order");
  EXPECT_EQ(refused({{"mode", "Gray"}, {"three-pass", "yes"}}), "three-pass");
}

TEST_F(DeviceOptionsTest, LengthsInOtherUnitsMeanTheSame) {
  const auto width = [&](const char* value) {
    return page_of(test_device({{"br-x", value}}, 254)).width();
  };
  EXPECT_EQ(width("50"), 500);
  EXPECT_EQ(width("50mm"), 500);
  EXPECT_EQ(width("5cm"), 500);
  EXPECT_EQ(width("2in"), 510);  // the device counts whole millimetres
}

TEST_F(DeviceOptionsTest, DescribesOptionsInWords) {
  EXPECT_EQ(info("test:0", "resolution").type, "fixed");
  EXPECT_EQ(info("test:0", "resolution").unit, "dpi");
  EXPECT_EQ(info("test:0", "resolution").constraint, "1..1200 in steps of 1");
  EXPECT_EQ(info("test:0", "resolution").value, "50");
  EXPECT_EQ(info("test:0", "mode").constraint, "Gray|Color");
  EXPECT_EQ(info("test:0", "mode").value, "Gray");
  EXPECT_EQ(info("test:0", "depth").constraint, "1|8|16");
  EXPECT_EQ(info("test:0", "hand-scanner").constraint, "yes|no");
  EXPECT_EQ(info("test:0", "hand-scanner").value, "no");
  EXPECT_EQ(info("test:0", "button").type, "button");
  EXPECT_FALSE(info("test:0", "three-pass").active);
  EXPECT_EQ(info("test:0", "fixed-constraint-word-list").constraint,
            "-32.7|12.1|42|129.5");
  EXPECT_EQ(info("test:0", "int-constraint-array").constraint, "6 numbers with commas");
  EXPECT_EQ(info("pnm:0", "filename").type, "string");
  EXPECT_FALSE(info("pnm:0", "read-only").settable);
  EXPECT_EQ(info("pnm:0", "brightness").unit, "%");
  EXPECT_FALSE(info("pnm:0", "resolution").title.empty());
}

TEST_F(DeviceOptionsTest, ListingOptionsOfAnUnknownDeviceNamesIt) {
  const auto list = list_options("nonsense:1");
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().code(), ErrorCode::kUsage);
  EXPECT_EQ(list.error().subject(), "nonsense:1");
}

// Names as drivers give them.
TEST(SaneChoicesTest, KnowsTheUsualNamesOfPaperSources) {
  for (const char* name : {"Flatbed", "FlatBed", "FB", "Normal", "Document Table"}) {
    EXPECT_EQ(source_of_name(name), FeedSource::kFlatbed) << name;
  }
  for (const char* name :
       {"ADF", "Automatic Document Feeder", "ADF Front", "ADF Simplex", "ADF - Front",
        "Automatic Document Feeder(left aligned)", "Document Feeder"}) {
    EXPECT_EQ(source_of_name(name), FeedSource::kFeeder) << name;
  }
  for (const char* name :
       {"ADF Duplex", "Duplex", "ADF Both Sides", "ADF Duplex Long-Edge",
        "Automatic Document Feeder(left aligned,Duplex)"}) {
    EXPECT_EQ(source_of_name(name), FeedSource::kFeederDuplex) << name;
  }
  for (const char* name : {"Transparency Unit", "Negative Slide", "Auto", "ADF Back"}) {
    EXPECT_EQ(source_of_name(name), std::nullopt) << name;
  }
}

TEST(SaneChoicesTest, PicksTheSourceThatWasMeant) {
  const std::vector<std::string> list = {"ADF Back", "ADF Duplex", "ADF Front",
                                         "Flatbed"};
  EXPECT_EQ(choose_source(list, FeedSource::kFlatbed), "Flatbed");
  EXPECT_EQ(choose_source(list, FeedSource::kFeeder), "ADF Front");
  EXPECT_EQ(choose_source(list, FeedSource::kFeederDuplex), "ADF Duplex");
  EXPECT_EQ(choose_source({"Flatbed"}, FeedSource::kFeeder), std::nullopt);
}

TEST(SaneChoicesTest, PrefersColourThenGrey) {
  EXPECT_EQ(choose_mode({"Lineart", "Gray", "Color"}), "Color");
  EXPECT_EQ(choose_mode({"Black & White", "Gray[Error Diffusion]", "True Gray",
                         "24bit Color", "24bit Color[Fast]"}),
            "24bit Color");
  EXPECT_EQ(choose_mode({"Color Lineart", "48 bits color", "Color"}), "Color");
  EXPECT_EQ(choose_mode({"Color Halftone", "Halftone", "Gray"}), "Gray");
  EXPECT_EQ(choose_mode({"Lineart"}), std::nullopt);
}

TEST(SaneChoicesTest, ShortenedNamesMustBeUnambiguous) {
  const std::vector<std::string> list = {"Gray", "Gray16", "Color"};
  EXPECT_EQ(choose_string(list, "c"), "Color");
  EXPECT_EQ(choose_string(list, "gray"), "Gray");
  EXPECT_EQ(choose_string(list, "gr"), std::nullopt);
  EXPECT_EQ(choose_string(list, ""), std::nullopt);
}

}  // namespace
}  // namespace tangthu::scanner
