#:package Microsoft.Data.Sqlite@11.0.0

// Keeps a journal in an SQLite file, a page of entries at a time. The library's async methods block, so its work is done in RunInExecutor: the
// game thread only waits. A page is a transaction: cancel it in the middle, and the file has the pages before.
//   Sqlite.cs [file] [pages]     default journal.db 20
using Microsoft.Data.Sqlite;

string file = args.Length > 0 ? args[0] : "journal.db";
int pages = args.Length > 1 ? int.Parse(args[1]) : 20;
const int PageSize = 500;

for (int page = 1; page <= pages; page++)
{
    long frame = Loop.FrameNumber;
    long entries = await RunInExecutor(() => WritePage(frame));
    Log($"page {page} of {pages}: {entries} entries");
    await NextFrame();
}

// Runs to its end once it has begun: the thread that does it cannot be interrupted.
long WritePage(long frame)
{
    using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file }.ToString());
    connection.Open();
    using SqliteTransaction transaction = connection.BeginTransaction();
    using SqliteCommand command = new("create table if not exists journal (frame integer, text text)", connection, transaction);
    command.ExecuteNonQuery();
    command.CommandText = "insert into journal values ($frame, $text)";
    command.Parameters.AddWithValue("$frame", frame);
    SqliteParameter text = command.Parameters.AddWithValue("$text", "");
    for (int i = 1; i <= PageSize; i++)
    {
        text.Value = $"entry {i}";
        command.ExecuteNonQuery();
    }

    command.CommandText = "select count(*) from journal";
    long count = (long)command.ExecuteScalar()!;
    transaction.Commit();
    return count;
}
