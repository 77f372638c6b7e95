string name = args.Length > 0 ? string.Join(' ', args) : "world";
foreach (int second in new[] { 3, 2, 1 })
{
    Log($"{second}");
    await Delay(1);
}

Log($"Hello, {name}.");
