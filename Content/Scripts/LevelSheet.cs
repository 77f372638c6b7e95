#:package YamlDotNet@16.3.0

// A tool that a designer feeds: reads a sheet of actors, in YAML, and places them over some frames. The sheet is the first argument; without
// one a small example is placed.
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

string text = args.Length > 0 ? await File.ReadAllTextAsync(args[0], Token) : """
    - class: PointLight
      label: Lamp
      count: 3
    - class: StaticMeshActor
      label: Crate
    """;
List<Row> rows = await RunInExecutor(() =>
    new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<List<Row>>(text));
int placed = 0;
foreach (Row row in rows)
{
    for (int i = 1; i <= row.Count; i++)
    {
        string label = row.Count == 1 ? row.Label : $"{row.Label}{i}";
        (Scope.World as IActorSpawner)?.Spawn(row.Class, label);
        placed++;
        await NextFrame();
    }
}

Log($"{placed} actors of {rows.Count} rows are placed");

class Row
{
    public string Class { get; set; } = "";
    public string Label { get; set; } = "";
    public int Count { get; set; } = 1;
}
