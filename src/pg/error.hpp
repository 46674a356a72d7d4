// What PostgreSQL or the way to it answered, with the class of its SQLSTATE, so that callers decide without parsing text.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace relais::pg {

class Error : public std::runtime_error {
public:
    /// `sqlstate`: five characters, or empty when the connection itself failed (then nobody knows what was committed).
    Error(std::string sqlstate, const std::string& text);

    [[nodiscard]] const std::string& sqlstate() const { return sqlstate_; }
    /// The constraint that refused; empty: none.
    [[nodiscard]] const std::string& constraint() const { return constraint_; }
    void set_constraint(std::string constraint) { constraint_ = std::move(constraint); }

    /// The connection is gone or silent: a statement under way may have been committed or not.
    [[nodiscard]] bool connection_lost() const;
    /// Classes 22 and 23: the values themselves are not acceptable; trying again cannot help (RULES 28).
    [[nodiscard]] bool bad_data() const;
    /// A key that exists already (23505).
    [[nodiscard]] bool duplicate() const { return sqlstate_ == "23505"; }
    /// A lock, the time or a connection was not there (55P03, 57014, 53300): the office answers "try again".
    [[nodiscard]] bool too_slow() const;
    /// The table does not exist (42P01), which is another thing than a query that failed.
    [[nodiscard]] bool table_missing() const { return sqlstate_ == "42P01"; }

private:
    std::string sqlstate_;
    std::string constraint_;
};

}  // namespace relais::pg
