namespace AsyncTick.Tests;

/// <summary>The list of waiters, lines and tasks, against a plain list that is told the same.</summary>
public sealed class IntrusiveListTests
{
    private IntrusiveList<Item, Item.Link> _list;
    private IntrusiveList<Item, Item.Link> _other;

    [SetUp]
    public void SetUp() => _list = _other = default;

    [Test]
    public void Empty_HasNoFirst() => Assert.That(_list.First, Is.Null);

    [Test]
    public void Item_ThatLeft_HoldsNothing()
    {
        Item[] items = [new(), new(), new()];
        foreach (var item in items)
        {
            _list.AddLast(item);
        }

        _list.Remove(items[1]);
        Assert.That(IntrusiveList<Item, Item.Link>.IsLinked(items[1]), Is.False);
        Assert.That(IntrusiveList<Item, Item.Link>.Next(items[1]), Is.Null);
        Assert.That(ItemsOf(_list), Is.EqualTo(new[] { items[0], items[2] }));
    }

    [Test]
    public void LastItem_Alone_IsLinked()
    {
        var item = new Item();
        _list.AddFirst(item);
        Assert.That(IntrusiveList<Item, Item.Link>.IsLinked(item), Is.True);
        _list.Remove(item);
        Assert.That((_list.First, IntrusiveList<Item, Item.Link>.IsLinked(item)), Is.EqualTo(((Item?)null, false)));
    }

    [Test]
    public void RandomCalls_LeaveWhatAPlainListHas([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        List<Item> expected = [];
        List<Item> expectedOther = [];
        for (var step = 0; step < 500; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    expected.Insert(0, new Item());
                    _list.AddFirst(expected[0]);
                    break;
                case 1:
                    expected.Add(new Item());
                    _list.AddLast(expected[^1]);
                    break;
                case 2:
                    expectedOther.Add(new Item());
                    _other.AddLast(expectedOther[^1]);
                    break;
                case 3 when random.Next(4) == 0:
                    expected.InsertRange(0, expectedOther);
                    expectedOther.Clear();
                    _list.PrependAll(ref _other);
                    break;
                default:
                    if (expected.Count > 0)
                    {
                        var at = random.Next(expected.Count);
                        _list.Remove(expected[at]);
                        expected.RemoveAt(at);
                    }

                    break;
            }

            Assert.That(ItemsOf(_list), Is.EqualTo(expected), $"step {step}");
            Assert.That(ItemsOf(_other), Is.EqualTo(expectedOther), $"step {step}");
        }
    }

    private static List<Item> ItemsOf(IntrusiveList<Item, Item.Link> list)
    {
        List<Item> items = [];
        for (var item = list.First; item is not null; item = IntrusiveList<Item, Item.Link>.Next(item))
        {
            items.Add(item);
        }

        return items;
    }

    private sealed class Item
    {
        private ListLink<Item> _link;

        public readonly struct Link : IListLink<Item>
        {
            public static ref ListLink<Item> Of(Item item) => ref item._link;
        }
    }
}
