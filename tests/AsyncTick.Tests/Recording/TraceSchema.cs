using System.Text.Json;

namespace AsyncTick.Tests;

/// <summary>
/// Holds a trace against <c>trace-event.schema.json</c>, which says in JSON Schema what the trace event format asks of each phase, and against what a schema cannot
/// say: arrows have two ends. Knows the words of JSON Schema that the file uses and refuses others.
/// </summary>
internal static class TraceSchema
{
    private static readonly JsonElement Schema = Load();

    public static IReadOnlyList<string> Errors(JsonElement trace)
    {
        var errors = new List<string>();
        Check(trace, Schema, "$", errors);
        if (errors.Count == 0)
        {
            var ends = trace.GetProperty("traceEvents").EnumerateArray().Where(static each => each.GetProperty("ph").GetString() is "s" or "f").GroupBy(static each => each.GetProperty("id").GetInt64());
            errors.AddRange(ends.Where(static arrow => string.Concat(arrow.Select(static each => each.GetProperty("ph").GetString()).Order()) != "fs").Select(static arrow => $"arrow {arrow.Key} has not two ends"));
        }

        return errors;
    }

    private static JsonElement Load([System.Runtime.CompilerServices.CallerFilePath] string here = "")
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "trace-event.schema.json")));
        return document.RootElement.Clone();
    }

    private static void Check(JsonElement value, JsonElement schema, string path, List<string> errors)
    {
        foreach (var rule in schema.EnumerateObject())
        {
            switch (rule.Name)
            {
                case "$schema" or "$comment" or "$defs":
                    break;
                case "$ref":
                    Check(value, Schema.GetProperty("$defs").GetProperty(rule.Value.GetString()!["#/$defs/".Length..]), path, errors);
                    break;
                case "type":
                    Expect(IsOf(value, rule.Value.GetString()!), $"{path} is no {rule.Value}");
                    break;
                case "const":
                    Expect(value.ValueKind == rule.Value.ValueKind && value.ToString() == rule.Value.ToString(), $"{path} is {value} and not {rule.Value}");
                    break;
                case "enum":
                    Expect(rule.Value.EnumerateArray().Any(each => each.ToString() == value.ToString()), $"{path} is {value}");
                    break;
                case "minimum":
                    Expect(value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.Value.GetDouble(), $"{path} is {value}");
                    break;
                case "minLength":
                    Expect(value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= rule.Value.GetInt32(), $"{path} is too short");
                    break;
                case "required":
                    foreach (var name in rule.Value.EnumerateArray())
                    {
                        Expect(value.TryGetProperty(name.GetString()!, out _), $"{path} has no {name}");
                    }

                    break;
                case "properties":
                    foreach (var property in rule.Value.EnumerateObject().Where(property => value.TryGetProperty(property.Name, out _)))
                    {
                        Check(value.GetProperty(property.Name), property.Value, $"{path}.{property.Name}", errors);
                    }

                    break;
                case "items":
                    for (var i = 0; i < value.GetArrayLength(); i++)
                    {
                        Check(value[i], rule.Value, $"{path}[{i}]", errors);
                    }

                    break;
                case "oneOf":
                    var matches = rule.Value.EnumerateArray().Count(each =>
                    {
                        var own = new List<string>();
                        Check(value, each, path, own);
                        return own.Count == 0;
                    });
                    Expect(matches == 1, $"{path} is of {matches} of the kinds: {value}");
                    break;
                default:
                    throw new NotSupportedException($"The schema says '{rule.Name}', which this does not know.");
            }
        }

        void Expect(bool holds, string error)
        {
            if (!holds)
            {
                errors.Add(error);
            }
        }
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException(type),
    };
}
