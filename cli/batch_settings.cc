#include "cli/batch_settings.h"

#include "archive/record.h"

namespace tangthu::cli {
namespace {

using scanner::QualityLimits;

Json to_json(const QualityLimits& limits) {
  Json out = {{"least-dpi", limits.least_dpi},
              {"most-cut-marks", limits.most_cut_marks},
              {"blank", limits.blank == scanner::BlankPages::kFault}};
  for (const scanner::QualityLimit& limit : scanner::kQualityLimits)
    out[limit.name] = limits.*limit.value;
  return out;
}

QualityLimits limits_of(const Json& json) {
  QualityLimits out;
  json.at("least-dpi").get_to(out.least_dpi);
  json.at("most-cut-marks").get_to(out.most_cut_marks);
  out.blank = json.at("blank").get<bool>() ? scanner::BlankPages::kFault
                                           : scanner::BlankPages::kAllowed;
  for (const scanner::QualityLimit& limit : scanner::kQualityLimits)
    json.at(limit.name).get_to(out.*limit.value);
  return out;
}

}  // namespace

Bytes encode(const BatchSettings& settings) {
  const TakingInOptions& taking_in = settings.taking_in;
  return archive::to_cbor({{"name", settings.name},
                           {"level", taking_in.level},
                           {"compartments", taking_in.compartments},
                           {"dossier", taking_in.dossier},
                           {"approval", taking_in.approval},
                           {"languages", taking_in.recogniser.languages},
                           {"tessdata", taking_in.recogniser.tessdata},
                           {"engine", taking_in.recogniser.engine},
                           {"split", taking_in.batch.split},
                           {"expected_sheets", taking_in.batch.expected_sheets},
                           {"two_sided", taking_in.batch.two_sided},
                           {"quality", to_json(taking_in.quality)},
                           {"without", taking_in.without},
                           {"lossless", taking_in.lossless},
                           {"passes", settings.passes == archive::Passes::kTwo ? 2 : 1},
                           {"origin", settings.origin}});
}

Result<BatchSettings> decode_settings(ByteView bytes) {
  const Json json = TRY(archive::from_cbor(bytes));
  BatchSettings out;
  try {
    json.at("name").get_to(out.name);
    json.at("level").get_to(out.taking_in.level);
    json.at("compartments").get_to(out.taking_in.compartments);
    json.at("dossier").get_to(out.taking_in.dossier);
    json.at("languages").get_to(out.taking_in.recogniser.languages);
    json.at("tessdata").get_to(out.taking_in.recogniser.tessdata);
    json.at("split").get_to(out.taking_in.batch.split);
    json.at("expected_sheets").get_to(out.taking_in.batch.expected_sheets);
    json.at("two_sided").get_to(out.taking_in.batch.two_sided);
    out.origin = json.at("origin");
    // Older batches have none of these.
    if (json.contains("quality")) out.taking_in.quality = limits_of(json.at("quality"));
    if (json.contains("without")) json.at("without").get_to(out.taking_in.without);
    out.taking_in.approval = json.value("approval", "");
    out.taking_in.lossless = json.value("lossless", false);
    out.taking_in.recogniser.engine = json.value("engine", "tesseract");
    if (json.value("passes", 1) == 2) out.passes = archive::Passes::kTwo;
  } catch (const Json::exception&) {
    return fail(ErrorCode::kCorrupt, "the batch was begun by another version of tangthu",
                "go on with it by that version");
  }
  return out;
}

}  // namespace tangthu::cli
