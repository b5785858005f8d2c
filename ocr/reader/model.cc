#include "ocr/reader/model.h"

#include <utility>

#include "ocr/reader/model_file.h"

namespace tangthu::ocr::reader {

Result<std::shared_ptr<const Model>> parse_model(ByteView bytes, const std::string& name,
                                                 const Kernels& kernels) {
  const ModelFile file = TRY(ModelFile::open(bytes, name));
  const auto network_part = file.part(ModelPart::kNetwork);
  const auto characters = file.part(ModelPart::kCharacters);
  const auto recoder = file.part(ModelPart::kRecoder);
  // Models for the older engine alone have no network.
  if (!network_part || !characters || !recoder) return unsupported_model(name);
  Network network = TRY(parse_network(*network_part, name));
  auto model = std::make_shared<Model>();
  model->charset =
      TRY(Charset::parse(*characters, *recoder, network.classes, network.blank, name));
  if (model->charset.right_to_left()) return unsupported_model(name);
  model->dictionary = TRY(Dictionary::parse(file, model->charset, name));
  model->runner = std::make_unique<Runner>(std::move(network), kernels);
  return std::shared_ptr<const Model>(std::move(model));
}

Result<std::shared_ptr<const Model>> load_model(const std::filesystem::path& file,
                                                const Kernels& kernels) {
  const Bytes bytes = TRY(read_model(file));
  return parse_model(bytes, file.filename().string(), kernels);
}

}  // namespace tangthu::ocr::reader
