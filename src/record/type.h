// The type of a field as the field tables write it ("str<=64", "enum[]", "obj provider"), read into
// a value. What a text of each form must look like is in record/form.h.
#pragma once

#include "value/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace comity::record {

enum class Form {
  boolean,
  integer,
  line,
  text,
  code,
  date,
  instant,
  uuid,
  digest,
  name,
  label,
  language,
  state,
  subdivision,
  currency,
  decimal,
  phone,
  email,
  ip,
  port,
  time_zone,
  number_or_line,
  object,
  opaque,
};

struct Type {
  Form form = Form::line;
  bool list = false;
  std::size_t max_chars = 0;
  std::string object;              // Form::object: the object's name
  std::vector<std::string> codes;  // Form::code: the lists, any of which may hold the value
};

/// REC-01 for a type that is not known, or a code field whose rule names no list.
value::Result<Type> parse_type(std::string_view type, std::string_view rule);

}  // namespace comity::record
