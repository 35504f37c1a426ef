#include "record/walk.h"

#include "record/tables.h"
#include "record/type.h"
#include "record/view.h"

#include <cstddef>
#include <string>
#include <vector>

namespace comity::record {
namespace {

class Walker {
 public:
  Walker(const Tables& tables, const Visitor& visit) : tables_(&tables), visit_(&visit) {}

  void fields(const std::vector<Field>& all, const View& at, const std::string& prefix) const {
    for (const Field& field : all) {
      const View value = at.at(field.name);
      if (!value.present()) {
        continue;
      }
      const std::string path = prefix + field.name;
      if (!field.type.list) {
        single(field, value, path);
        continue;
      }
      const auto items = value.items();
      for (std::size_t i = 0; i < items.size(); ++i) {
        single(field, items[i], path + "[" + std::to_string(i) + "]");
      }
    }
  }

 private:
  void single(const Field& field, const View& value, const std::string& path) const {
    const auto* members = tables_->object(field.type.object);
    if (field.type.form == Form::object && members != nullptr) {
      fields(*members, value, path + ".");
    } else {
      (*visit_)(path, field, value);
    }
  }

  const Tables* tables_;
  const Visitor* visit_;
};

}  // namespace

void walk(const Tables& tables, const FieldTable& table, const View& record, const Visitor& visit) {
  Walker(tables, visit).fields(table.fields, record, "");
}

}  // namespace comity::record
