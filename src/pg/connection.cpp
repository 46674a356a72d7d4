#include "pg/connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <poll.h>
#include <utility>
#include <vector>

#include <libpq-fe.h>

#include "relais/base/bug.hpp"

namespace relais::pg {
namespace {

constexpr auto cancel_look = std::chrono::milliseconds{100};
constexpr auto no_deadline = std::chrono::steady_clock::time_point::max();

std::string trimmed(const char* text) {
    std::string result = text == nullptr ? "" : text;
    while (!result.empty() && (result.back() == '\n' || result.back() == ' ')) result.pop_back();
    return result;
}

Error error_of(const PGresult* result) {
    const auto field = [result](int code) {
        const char* const text = PQresultErrorField(result, code);
        return std::string(text == nullptr ? "" : text);
    };
    std::string text = field(PG_DIAG_MESSAGE_PRIMARY);
    if (text.empty()) text = trimmed(PQresultErrorMessage(result));
    // The detail of a data error would quote the row, which may hold a visitor's text: it is left out on purpose.
    Error error(field(PG_DIAG_SQLSTATE), text);
    error.set_constraint(field(PG_DIAG_CONSTRAINT_NAME));
    return error;
}

bool is_error(const PGresult* result) {
    switch (PQresultStatus(result)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_SINGLE_TUPLE:
        case PGRES_PIPELINE_SYNC:
        case PGRES_EMPTY_QUERY: return false;
        default: return true;
    }
}

std::uint64_t rows_changed(pg_result* result) {
    const std::string_view text = PQcmdTuples(result);
    std::uint64_t rows = 0;
    std::from_chars(text.data(), text.data() + text.size(), rows);
    return rows;
}

std::string server_options(const ConnectOptions& options) {
    std::string text = "-c client_min_messages=error -c timezone=UTC";
    text += " -c statement_timeout=" + std::to_string(options.statement_timeout.count());
    text += " -c lock_timeout=" + std::to_string(options.lock_timeout.count());
    text += " -c idle_in_transaction_session_timeout=" + std::to_string(options.idle_timeout.count());
    if (options.generic_plans) text += " -c plan_cache_mode=force_generic_plan";
    return text;
}

// A cut that nobody announces is found within 5 s: unanswered data by the first, an idle wait by the others.
constexpr const char* unanswered_ms_max = "5000";

pg_conn* connect(const ConnectOptions& options) {
    const std::string server = server_options(options);
    const std::array<const char*, 10> keys{
        "dbname",          "application_name",    "client_encoding",  "connect_timeout", "tcp_user_timeout",
        "keepalives_idle", "keepalives_interval", "keepalives_count", "options",         nullptr};
    const std::array<const char*, 10> values{options.url.c_str(),
                                             options.name.c_str(),
                                             "UTF8",
                                             "3",
                                             unanswered_ms_max,
                                             "2",
                                             "1",
                                             "3",
                                             server.c_str(),
                                             nullptr};
    return PQconnectdbParams(keys.data(), values.data(), 1);
}

}  // namespace

void Connection::Finish::operator()(pg_conn* connection) const { PQfinish(connection); }
void Connection::Clear::operator()(pg_result* result) const { PQclear(result); }

Connection::Connection(const ConnectOptions& options)
    : connection_(connect(options)),
      answer_timeout_(options.answer_timeout),
      cancelled_(options.cancelled),
      deadline_(no_deadline) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) throw Error("", trimmed(PQerrorMessage(connection_.get())));
    PQsetnonblocking(connection_.get(), 1);
}

Connection::~Connection() = default;

bool Connection::usable() const { return !lost_ && PQstatus(connection_.get()) == CONNECTION_OK; }

bool Connection::quiet() const {
    if (!usable()) return false;
    pollfd file{socket(), POLLIN, 0};
    return ::poll(&file, 1, 0) == 0;
}

int Connection::socket() const { return PQsocket(connection_.get()); }

bool Connection::in_transaction() const { return PQtransactionStatus(connection_.get()) != PQTRANS_IDLE; }

void Connection::lost(const std::string& why) {
    lost_ = true;
    throw Error("", why);
}

void Connection::wait_ready(bool for_writing) {
    for (;;) {
        const auto now = std::chrono::steady_clock::now();
        if (now >= deadline_) lost("no answer within " + std::to_string(answer_timeout_.count()) + " ms");
        if (cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed)) lost("cancelled");

        // Without anybody who could cancel and without a deadline the wait has no end.
        auto wait = std::chrono::milliseconds{-1};
        if (cancelled_ != nullptr) wait = cancel_look;
        if (deadline_ != no_deadline) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - now);
            wait = wait.count() < 0 ? left : std::min(wait, left);
        }
        pollfd file{socket(), static_cast<short>(for_writing ? POLLIN | POLLOUT : POLLIN), 0};
        const int ready = ::poll(&file, 1, static_cast<int>(wait.count()));
        if (ready > 0) return;
        if (ready < 0 && errno != EINTR) lost("poll failed");
    }
}

void Connection::flush() {
    for (;;) {
        const int left = PQflush(connection_.get());
        if (left == 0) return;
        if (left < 0) lost(trimmed(PQerrorMessage(connection_.get())));
        wait_ready(true);
        if (PQconsumeInput(connection_.get()) == 0) lost(trimmed(PQerrorMessage(connection_.get())));
    }
}

Connection::Result Connection::next_result() {
    while (PQisBusy(connection_.get()) == 1) {
        wait_ready(false);
        if (PQconsumeInput(connection_.get()) == 0) lost(trimmed(PQerrorMessage(connection_.get())));
    }
    return Result(PQgetResult(connection_.get()));
}

Connection::Result Connection::answer() {
    Result last;
    std::optional<Error> error;
    while (Result result = next_result()) {
        if (is_error(result.get()) && !error) error = error_of(result.get());
        last = std::move(result);
    }
    if (PQstatus(connection_.get()) == CONNECTION_BAD) lost_ = true;
    if (error) throw *error;
    return last;
}

void Connection::prepare_one(const Query& query) {
    RELAIS_ASSERT(query.text.data()[query.text.size()] == '\0');
    const std::string name(query.name);
    if (PQsendPrepare(connection_.get(), name.c_str(), query.text.data(), 0, nullptr) == 0)
        lost(trimmed(PQerrorMessage(connection_.get())));
}

namespace {

std::chrono::steady_clock::time_point deadline_after(Duration timeout) {
    return timeout.count() == 0 ? no_deadline : std::chrono::steady_clock::now() + timeout;
}

}  // namespace

void Connection::prepare(std::span<const Query> queries) {
    for (const Query& query : queries) {
        if (prepared_.contains(query.name)) continue;
        deadline_ = deadline_after(answer_timeout_);
        prepare_one(query);
        flush();
        answer();
        prepared_.insert(query.name);
    }
}

Rows Connection::run(const Query& query, const Parameters& parameters) {
    prepare({&query, 1});
    deadline_ = deadline_after(answer_timeout_);
    const std::string name(query.name);
    const int sent =
        PQsendQueryPrepared(connection_.get(), name.c_str(), static_cast<int>(parameters.size()),
                            parameters.values().data(), parameters.lengths().data(), parameters.formats().data(), 1);
    if (sent == 0) lost(trimmed(PQerrorMessage(connection_.get())));
    flush();
    return Rows(answer().release());
}

void Connection::command(const std::string& text) {
    deadline_ = deadline_after(answer_timeout_);
    if (PQsendQuery(connection_.get(), text.c_str()) == 0) lost(trimmed(PQerrorMessage(connection_.get())));
    flush();
    answer();
}

bool Connection::send_as_one(std::span<const Step> steps) {
    deadline_ = deadline_after(answer_timeout_);
    if (PQenterPipelineMode(connection_.get()) == 0) lost(trimmed(PQerrorMessage(connection_.get())));
    std::array<char, 64> name{};
    for (const Step& step : steps) {
        RELAIS_ASSERT(prepared_.contains(step.query->name) && step.query->name.size() < name.size());
        std::ranges::copy(step.query->name, name.begin());
        name[step.query->name.size()] = '\0';
        const Parameters& parameters = *step.parameters;
        const int sent = PQsendQueryPrepared(connection_.get(), name.data(), static_cast<int>(parameters.size()),
                                             parameters.values().data(), parameters.lengths().data(),
                                             parameters.formats().data(), 1);
        if (sent == 0) lost(trimmed(PQerrorMessage(connection_.get())));
    }
    // The sync ends the implicit transaction: the server commits there, and nothing when one step failed.
    if (PQpipelineSync(connection_.get()) == 0) lost(trimmed(PQerrorMessage(connection_.get())));
    const int left = PQflush(connection_.get());
    if (left < 0) lost(trimmed(PQerrorMessage(connection_.get())));
    return left == 0;
}

std::uint64_t Connection::await_as_one(std::size_t steps) {
    flush();
    return drain_pipeline(steps);
}

std::uint64_t Connection::drain_pipeline(std::size_t answers) {
    std::optional<Error> error;
    std::uint64_t rows = 0;
    // One answer a step, then, when the commit itself fails, one more, then the sync.
    for (std::size_t i = 0; i <= answers + 1; ++i) {
        bool synced = false;
        while (Result result = next_result()) {
            if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) {
                synced = true;
                break;
            }
            // Steps behind the failed one are "aborted", which says nothing of its own.
            if (PQresultStatus(result.get()) == PGRES_PIPELINE_ABORTED) continue;
            if (is_error(result.get()) && !error) error = error_of(result.get());
            rows = rows_changed(result.get());
        }
        if (PQstatus(connection_.get()) == CONNECTION_BAD)
            lost(error ? error->what() : trimmed(PQerrorMessage(connection_.get())));
        if (!synced) continue;
        if (PQexitPipelineMode(connection_.get()) == 0) lost(trimmed(PQerrorMessage(connection_.get())));
        if (error) throw *error;
        return rows;
    }
    lost("the pipeline has no end");
}

Transaction::~Transaction() {
    if (!open_ || !connection_.usable()) return;
    try {
        connection_.command("ROLLBACK");
    } catch (const Error&) {
        // The connection is lost: the server rolls back by itself.
    }
}

void Transaction::commit() {
    connection_.command("COMMIT");
    open_ = false;
}

}  // namespace relais::pg
