#:package Npgsql@10.0.3

// Saves the results of a round in PostgreSQL, all of them or none: cancel it in the middle, and the table is as it was.
//   Database.cs [results] [connection]     default 60 "Host=127.0.0.1;Username=postgres"
// The other half:  docker run -e POSTGRES_HOST_AUTH_METHOD=trust -p 127.0.0.1:5432:5432 postgres
using Npgsql;

int count = args.Length > 0 ? int.Parse(args[0]) : 60;
string server = args.Length > 1 ? args[1] : "Host=127.0.0.1;Username=postgres";

await using NpgsqlDataSource database = NpgsqlDataSource.Create(server);
await using NpgsqlConnection connection = await database.OpenConnectionAsync(Token);
await Execute("create table if not exists results (player text not null, points int not null)");
await using NpgsqlTransaction round = await connection.BeginTransactionAsync(Token);
for (int i = 1; i <= count; i++)
{
    await Execute("insert into results values ($1, $2)", $"Player{i}", i * 10);
    Log($"{i} of {count}");
    await NextFrame();
}

await round.CommitAsync(Token);
await using NpgsqlCommand best = new("select player, points from results order by points desc limit 1", connection);
await using NpgsqlDataReader rows = await best.ExecuteReaderAsync(Token);
await rows.ReadAsync(Token);
Log($"saved {count} results; the best is {rows.GetString(0)} with {rows.GetInt32(1)}");

async Task Execute(string sql, params object[] values)
{
    await using NpgsqlCommand command = new(sql, connection);
    foreach (object value in values)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value });
    }

    await command.ExecuteNonQueryAsync(Token);
}
